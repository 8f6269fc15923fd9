// What no option may be given, whatever the command: a file that would be lost, no name, no number.
#pragma once

namespace CLI {
class App;
}

namespace progan::cli {

/// Has the arguments of every command checked once they are parsed, before it runs. Throws UsageError if an
/// output is also an input or another output, the name of a file or folder is empty, or a number is not
/// finite.
void check_arguments_of(CLI::App& commands);

}  // namespace progan::cli
