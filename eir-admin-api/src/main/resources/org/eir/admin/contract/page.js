// The browser's own choice of light or dark, also when it changes while the page is open.
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();

SwaggerUIBundle({
  url: '/openapi.yaml',
  dom_id: '#contract',
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: -1,
  filter: true,
  // The token stays in this page: it is gone when the page is closed.
  persistAuthorization: false,
  tryItOutEnabled: false,
  validatorUrl: null,
});
