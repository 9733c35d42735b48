package org.eir.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.eir.core.register.RegisterView;
import org.junit.jupiter.api.Test;

/** A benchmark that measures something else than it says would be worse than none. */
class BenchTest {

    @Test
    void theRegisterHoldsWhatIsAskedForAsListedAndNothingElse() {
        LoadedRegister loaded = LoadedRegister.of(10_000, 1000);
        RegisterView view = loaded.register().view();
        assertThat(view.table().identities()).isEqualTo(10_000);
        assertThat(loaded.listed())
                .doesNotHaveDuplicates()
                .allMatch(imei -> view.lookup(imei).isListed());
        assertThat(loaded.unlisted())
                .doesNotHaveDuplicates()
                .noneMatch(imei -> view.lookup(imei).isListed());
    }

    @Test
    void theCommandLineNamesItsMeasurements() {
        assertThat(Bench.commandLine().getUsageMessage()).contains("register");
    }
}
