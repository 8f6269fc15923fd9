// Options that are given or not given: what is written behind one would mean nothing.
#pragma once

namespace CLI {
class App;
}

namespace progan {

/// Has `--json=5` refused for every flag of the program and its commands. To be called once all options are
/// there.
void flags_take_no_value(CLI::App& program);

}  // namespace progan
