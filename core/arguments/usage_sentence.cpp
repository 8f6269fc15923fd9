#include "core/arguments/usage_sentence.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/support/text.h"

namespace progan {
namespace {

/// The program and the commands that were named.
std::vector<CLI::App*> commands(CLI::App& program) {
    std::vector<CLI::App*> all{&program};
    while (!all.back()->get_subcommands().empty()) all.push_back(all.back()->get_subcommands().front());
    return all;
}

std::string name_of(const std::vector<CLI::App*>& commands) {
    std::string name;
    for (const CLI::App* command : commands) name += (name.empty() ? "" : " ") + command->get_name();
    return name;
}

/// "--size", or "the argument photos".
std::string name_of(const CLI::Option& option) {
    return option.get_positional() ? "the argument " + option.get_name() : option.get_name();
}

bool is_mentioned(const std::string& text, const std::string& name) {
    const std::size_t at = text.find(name);
    if (at == std::string::npos) return false;
    const std::size_t end = at + name.size();
    return end == text.size() || std::string_view(": =").find(text[end]) != std::string_view::npos;
}

/// Of a flag that was given a value the parser says the name without its dashes.
bool is_mentioned(const std::string& text, const CLI::Option& option) {
    const std::string name = option.get_name();
    if (is_mentioned(text, name)) return true;
    const std::size_t dashes = name.find_first_not_of('-');
    return option.get_items_expected_max() == 0 && dashes != std::string::npos &&
           text.starts_with(name.substr(dashes) + " was given");
}

/// The parser tells which option it is only in its text.
CLI::Option* option_of(const std::vector<CLI::App*>& commands, const std::string& text) {
    CLI::Option* found = nullptr;
    for (CLI::App* command : commands)
        for (CLI::Option* option : command->get_options())
            if (is_mentioned(text, *option) &&
                (!found || option->get_name().size() > found->get_name().size()))
                found = option;
    return found;
}

std::vector<CLI::Validator*> checks_of(CLI::Option& option) {
    std::vector<CLI::Validator*> checks;
    try {
        for (int i = 0;; ++i) checks.push_back(option.get_validator(i));
    } catch (const CLI::OptionNotFound&) {  // that was all
    }
    return checks;
}

bool is_whole(const CLI::Option& option) {
    constexpr std::array kWhole{"INT", "UINT", "N", "L", "[COLUMNS]"};
    const std::string type = option.get_type_name();
    return std::any_of(kWhole.begin(), kWhole.end(), [&](const std::string_view name) {
        return type.starts_with(name) &&
               std::string_view(":,. ").find((type + " ")[name.size()]) != std::string_view::npos;
    });
}

/// "a, b or c" of "{a,b,c}"
std::string choice_text(std::string list) {
    list = list.substr(1, list.size() - 2);
    std::string text;
    for (std::size_t at = 0; at < list.size();) {
        const std::size_t end = std::min(list.find(',', at), list.size());
        const bool last = end == list.size();
        text += (at == 0 ? "" : last ? " or " : ", ") + list.substr(at, end - at);
        at = end + 1;
    }
    return text;
}

/// Of "INT in [4 - 8192]".
std::optional<std::string> range_text(const std::string& description, const std::string& number) {
    const std::size_t low = description.find(" in ["), middle = description.find(" - ");
    if (low == std::string::npos || middle == std::string::npos || !description.ends_with(']')) return {};
    return fmt::format(
        "{} from {} to {}",
        description.starts_with("INT") || description.starts_with("UINT") ? "a whole number" : number,
        description.substr(low + 5, middle - low - 5),
        description.substr(middle + 3, description.size() - middle - 4));
}

/// What a check lets pass, if that is one of the parser's own.
std::optional<std::string> wanted_by(const CLI::Validator& check, const std::string& number) {
    const std::string description = check.get_description();
    if (description.starts_with('{') && description.ends_with('}')) return choice_text(description);
    if (description == "POSITIVE") return number + " above 0";
    if (description == "NONNEGATIVE") return number + ", 0 or more";
    if (description == "FILE") return "an existing file";
    if (description == "DIR") return "an existing folder";
    return range_text(description, number);
}

std::string wanted(CLI::Option& option) {
    const std::string type = option.get_type_name();
    const bool whole = is_whole(option);
    std::string number = whole ? "a whole number" : "a number";
    for (const CLI::Validator* check : checks_of(option))
        if (const auto text = wanted_by(*check, number)) return *text;
    if (type.starts_with("UINT")) return number + ", 0 or more";
    if (whole || type.starts_with("FLOAT") || type.starts_with("S")) return number;
    if (type.starts_with("FILE")) return "the name of a file";
    if (type.starts_with("DIR")) return "the name of a folder";
    return type.empty() || type.starts_with("TEXT") ? "text" : "a value such as " + type;
}

/// Of a check that a command brings along: its complaint, which is a sentence's end.
std::string complaint(CLI::Option& option, const std::string& value) {
    for (CLI::Validator* check : checks_of(option)) {
        std::string copy = value;
        std::string text = wanted_by(*check, "") ? "" : (*check)(copy);
        if (!text.empty()) return text.ends_with('.') ? text.substr(0, text.size() - 1) : text;
    }
    return {};
}

bool passes(CLI::Option& option, const std::string& value) {
    std::vector<CLI::Validator*> checks = checks_of(option);
    return std::all_of(checks.begin(), checks.end(), [&](CLI::Validator* check) {
        std::string copy = value;
        return (*check)(copy).empty();
    });
}

std::string wrong_value(CLI::Option& option) {
    const std::vector<std::string> values = option.results();
    const auto found = std::find_if_not(values.begin(), values.end(),
                                        [&](const std::string& value) { return passes(option, value); });
    const std::string value = found != values.end() ? *found : CLI::detail::join(values, ",");
    if (const std::string why = complaint(option, value); found != values.end() && !why.empty())
        return fmt::format("{} was given {}: {}", name_of(option), quote(value), why);
    return fmt::format("{} was given {}, but needs {}", name_of(option), quote(value), wanted(option));
}

std::string wrong_count(CLI::Option& option) {
    const std::size_t given = option.results().size();
    if (option.get_items_expected_max() == 0)
        return fmt::format("{} takes no value, but was given one", name_of(option));
    if (given == 0)
        return fmt::format("{} was given no value, but needs {}", name_of(option), wanted(option));
    return fmt::format("{} was given {} values, but takes one", name_of(option), given);
}

std::string missing(const std::vector<CLI::App*>& commands, const CLI::ParseError& error) {
    if (const CLI::Option* option = option_of(commands, error.what()))
        return name_of(*option) + " is required, but was not given";
    const std::vector<CLI::App*> choices =
        commands.back()->get_subcommands([](const CLI::App*) { return true; });
    if (choices.empty()) return error.what();
    return fmt::format("a command is needed, such as {} {}", name_of(commands), choices.front()->get_name());
}

/// Two options, of which one needs the other, or neither may come with the other.
std::string together(const std::vector<CLI::App*>& commands, const CLI::ParseError& error) {
    for (const CLI::App* command : commands)
        for (const CLI::Option* option : command->get_options()) {
            if (option->count() == 0) continue;
            for (const CLI::Option* other : option->get_needs())
                if (other->count() == 0)
                    return fmt::format("{} also needs {}, which was not given", name_of(*option),
                                       name_of(*other));
            for (const CLI::Option* other : option->get_excludes())
                if (other->count() > 0)
                    return fmt::format("{} and {} cannot be used together", name_of(*option),
                                       name_of(*other));
        }
    return error.what();
}

std::string too_much(CLI::App& program, const std::vector<CLI::App*>& commands) {
    const std::vector<std::string> all = program.remaining(true);
    if (all.empty()) return "there are unexpected arguments";
    const std::string &first = all.front(), name = name_of(commands);
    if (first.size() > 1 && first.front() == '-')
        return fmt::format("{} is not an option of {}", quote(first), name);
    return fmt::format("{} was given {}, which is one argument too many", name, quote(first));
}

std::string what_is_wrong(CLI::App& program, const std::vector<CLI::App*>& commands,
                          const CLI::ParseError& error) {
    using CLI::ExitCodes;
    const auto kind = static_cast<ExitCodes>(error.get_exit_code());
    if (kind == ExitCodes::ExtrasError) return too_much(program, commands);
    if (kind == ExitCodes::RequiredError) return missing(commands, error);
    if (kind == ExitCodes::RequiresError || kind == ExitCodes::ExcludesError)
        return together(commands, error);
    CLI::Option* option = option_of(commands, error.what());
    if (option && kind == ExitCodes::ArgumentMismatch) return wrong_count(*option);
    if (option && (kind == ExitCodes::ValidationError || kind == ExitCodes::ConversionError))
        return wrong_value(*option);
    return error.what();
}

}  // namespace

std::string usage_sentence(CLI::App& parsed, const CLI::ParseError& error) {
    const std::vector<CLI::App*> named = commands(parsed);
    return fmt::format("{}; see {} --help.", what_is_wrong(parsed, named, error), name_of(named));
}

}  // namespace progan
