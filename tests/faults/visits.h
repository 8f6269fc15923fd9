// What a person does that the program writes down: as steps, with what the next start finds.
#pragma once

#include <filesystem>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

namespace progan::test {

/// One program's stay in a folder. Its steps are run in order, each once. They throw Error if they fail, and
/// may then be run again.
struct Visit {
    std::vector<std::function<void()>> steps;
};

struct VisitKind {
    std::string name;
    /// Puts into an empty folder what earlier visits have left there.
    std::function<void(const std::filesystem::path& folder)> prepare = [](const std::filesystem::path&) {};
    std::function<Visit(const std::filesystem::path& folder)> begin;
    /// Whether the next program continues in the same files.
    bool goes_on = true;
    /// What a program finds there that starts now, in words; reads as that program does.
    std::function<std::string(const std::filesystem::path& folder)> found;
};

/// How GoogleTest calls it.
inline void PrintTo(const VisitKind& kind, std::ostream* out) {
    *out << kind.name;
}

/// One kind per sort of file.
std::vector<VisitKind> all_visits();

}  // namespace progan::test
