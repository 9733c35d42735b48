/*
 * An extension that makes freeDiameter 1.2.1 an MME. Its argument: PAUSE_S IMEI...
 *
 * When the register is connected it asks about every IMEI, one after the other, is silent so that watchdogs pass, and
 * asks again. It prints every answer; what freeDiameter cannot parse never gets here.
 */
#include <freeDiameter/extension.h>
#include <semaphore.h>

#define REGISTER "eir.dev.example.org"
#define REALM "dev.example.org"
#define S13 16777252
#define TGPP 10415
#define MAX_IMEIS 16

static struct dict_object *check_request, *vendor_application, *vendor_id, *auth_application, *session_state,
    *destination_host, *destination_realm, *terminal, *imei, *software_version, *user_name, *equipment_status,
    *result_code, *experimental_result, *failed_avp;
static int pause_s, imeis;
static char *imei_list[MAX_IMEIS];
static sem_t answered;
static pthread_t asking;

static int add_number(msg_or_avp *parent, struct dict_object *type, uint32_t number) {
  struct avp *avp;
  union avp_value value = {.u32 = number};
  CHECK_FCT(fd_msg_avp_new(type, 0, &avp));
  CHECK_FCT(fd_msg_avp_setvalue(avp, &value));
  return fd_msg_avp_add(parent, MSG_BRW_LAST_CHILD, avp);
}

static int add_text(msg_or_avp *parent, struct dict_object *type, char *text) {
  struct avp *avp;
  union avp_value value = {.os = {.data = (uint8_t *)text, .len = strlen(text)}};
  CHECK_FCT(fd_msg_avp_new(type, 0, &avp));
  CHECK_FCT(fd_msg_avp_setvalue(avp, &value));
  return fd_msg_avp_add(parent, MSG_BRW_LAST_CHILD, avp);
}

static int add_group(struct msg *parent, struct dict_object *type, struct avp **group) {
  CHECK_FCT(fd_msg_avp_new(type, 0, group));
  return fd_msg_avp_add(parent, MSG_BRW_LAST_CHILD, *group);
}

static struct avp_hdr *header(struct avp *avp) {
  struct avp_hdr *header = NULL;
  CHECK_FCT_DO(fd_msg_avp_hdr(avp, &header), return NULL);
  return header;
}

static struct avp *find(struct msg *answer, struct dict_object *type) {
  struct avp *avp = NULL;
  CHECK_FCT_DO(fd_msg_search_avp(answer, type, &avp), return NULL);
  return avp;
}

static void on_answer(void *asked, struct msg **answer) {
  struct avp *avp, *member = NULL;
  printf("ANSWER %s", (char *)asked);
  if ((avp = find(*answer, result_code))) printf(" Result-Code %u", header(avp)->avp_value->u32);
  if ((avp = find(*answer, experimental_result))) {
    printf(" Experimental-Result");
    CHECK_FCT_DO(fd_msg_browse(avp, MSG_BRW_FIRST_CHILD, &member, NULL), );
    while (member) {
      printf(" %u", header(member)->avp_value->u32);
      CHECK_FCT_DO(fd_msg_browse(member, MSG_BRW_NEXT, &member, NULL), break);
    }
  }
  if ((avp = find(*answer, equipment_status))) printf(" Equipment-Status %d", header(avp)->avp_value->i32);
  if (find(*answer, failed_avp)) printf(" Failed-AVP");
  printf("\n");
  fflush(stdout);
  fd_msg_free(*answer);
  *answer = NULL;
  sem_post(&answered);
}

static int ask(char *identity) {
  struct msg *request;
  struct avp *group;
  CHECK_FCT(fd_msg_new(check_request, MSGFL_ALLOC_ETEID, &request));
  CHECK_FCT(fd_msg_new_session(request, (os0_t) "s13", 3));
  CHECK_FCT(add_group(request, vendor_application, &group));
  CHECK_FCT(add_number(group, vendor_id, TGPP));
  CHECK_FCT(add_number(group, auth_application, S13));
  CHECK_FCT(add_number(request, session_state, 1));
  CHECK_FCT(fd_msg_add_origin(request, 0));
  CHECK_FCT(add_text(request, destination_realm, REALM));
  CHECK_FCT(add_text(request, destination_host, REGISTER));
  CHECK_FCT(add_group(request, terminal, &group));
  CHECK_FCT(add_text(group, imei, identity));
  CHECK_FCT(add_text(group, software_version, "01"));
  CHECK_FCT(add_text(request, user_name, "001011234567890"));
  CHECK_FCT(fd_msg_send(&request, on_answer, identity));
  CHECK_SYS(sem_wait(&answered));
  return 0;
}

static void *ask_all(void *nothing) {
  struct peer_hdr *peer = NULL;
  CHECK_FCT_DO(fd_core_waitstartcomplete(), return NULL);
  while (fd_peer_getbyid((DiamId_t)REGISTER, strlen(REGISTER), 0, &peer) || !peer ||
         fd_peer_get_state(peer) != STATE_OPEN)
    usleep(50000);
  printf("OPEN\n");
  for (int i = 0; i < imeis; i++) ask(imei_list[i]);
  sleep(pause_s);
  for (int i = 0; i < imeis; i++) ask(imei_list[i]);
  printf("DONE\n");
  fflush(stdout);
  return NULL;
}

#define FIND(object, name) CHECK_FCT(fd_dict_search(dict, DICT_AVP, AVP_BY_NAME_ALL_VENDORS, name, &object, ENOENT))

static int find_types(struct dictionary *dict) {
  FIND(vendor_application, "Vendor-Specific-Application-Id");
  FIND(vendor_id, "Vendor-Id");
  FIND(auth_application, "Auth-Application-Id");
  FIND(session_state, "Auth-Session-State");
  FIND(destination_host, "Destination-Host");
  FIND(destination_realm, "Destination-Realm");
  FIND(terminal, "Terminal-Information");
  FIND(imei, "IMEI");
  FIND(software_version, "Software-Version");
  FIND(user_name, "User-Name");
  FIND(equipment_status, "Equipment-Status");
  FIND(result_code, "Result-Code");
  FIND(experimental_result, "Experimental-Result");
  FIND(failed_avp, "Failed-AVP");
  return 0;
}

static int entry(char *argument) {
  struct dictionary *dict = fd_g_config->cnf_dict;
  struct dict_object *vendor, *application, *check_answer;
  vendor_id_t tgpp = TGPP;
  struct dict_application_data s13 = {S13, "3GPP S13/S13'"};
  uint8_t flags = CMD_FLAG_REQUEST | CMD_FLAG_PROXIABLE;
  struct dict_cmd_data request = {324, "ME-Identity-Check-Request", flags | CMD_FLAG_ERROR, flags};
  struct dict_cmd_data answer = {324, "ME-Identity-Check-Answer", flags | CMD_FLAG_ERROR, CMD_FLAG_PROXIABLE};

  pause_s = atoi(strtok(argument, " "));
  for (char *next; imeis < MAX_IMEIS && (next = strtok(NULL, " ")); imeis++) imei_list[imeis] = strdup(next);
  CHECK_FCT(fd_dict_search(dict, DICT_VENDOR, VENDOR_BY_ID, &tgpp, &vendor, ENOENT));
  CHECK_FCT(fd_dict_new(dict, DICT_APPLICATION, &s13, vendor, &application));
  CHECK_FCT(fd_dict_new(dict, DICT_COMMAND, &request, application, &check_request));
  CHECK_FCT(fd_dict_new(dict, DICT_COMMAND, &answer, application, &check_answer));
  CHECK_FCT(find_types(dict));
  CHECK_FCT(fd_disp_app_support(application, vendor, 1, 0));
  CHECK_SYS(sem_init(&answered, 0, 0));
  CHECK_POSIX(pthread_create(&asking, NULL, ask_all, NULL));
  return 0;
}

void fd_ext_fini(void) {}

EXTENSION_ENTRY("s13_ext", entry, "dict_dcca_3gpp");
