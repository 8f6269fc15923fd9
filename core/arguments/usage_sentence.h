// What is wrong with the arguments of a program, in one sentence that a person understands. Both programs say
// it by this; the option parser's own texts are for those who wrote the options.
#pragma once

#include <string>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace progan {

/// Names the option, what was found and what is needed: "--size was given 'x', but needs a whole number from
/// 4 to 8192; see progan render --help." `parsed` is the program's, after it has thrown `error`.
std::string usage_sentence(CLI::App& parsed, const CLI::ParseError& error);

}  // namespace progan
