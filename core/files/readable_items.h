// A list in a JSON file that is read entry by entry: what cannot be read costs that entry and not the others.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "core/files/atomic_file.h"
#include "core/files/json_reader.h"
#include "core/support/error.h"

namespace progan {

/// The entries of a list, by `read`. One that cannot be read, or has the id of an earlier one, is left out,
/// and `problems` says why. Throws Error if it is no list.
template <class Item>
std::vector<Item> readable_items(const JsonReader& list, Item (*read)(const JsonReader&),
                                 std::vector<std::string>& problems) {
    std::vector<Item> items;
    std::set<std::string> ids;
    for (const JsonReader& element : list.elements()) {
        try {
            Item item = read(element);
            if (!ids.insert(item.id).second) throw Error("{}: it appears twice.", element.where());
            items.push_back(std::move(item));
        } catch (const Error& error) {
            problems.emplace_back(error.what());
        }
    }
    return items;
}

/// How a SharedList, `List`, loads such a file of at most `max_bytes`: what can be read of it, and nothing
/// where there is none. One of which not all can be read is kept aside, with a warning. `from_json`: of its
/// text, its name and a list of problems. Throws Error if it cannot be kept aside.
template <class List, class FromJson>
typename List::Contents load_readable(const std::filesystem::path& path, std::size_t max_bytes,
                                      FromJson from_json) {
    std::error_code ignored;
    if (!std::filesystem::exists(std::filesystem::symlink_status(path, ignored))) return {};
    typename List::Contents contents;
    std::vector<std::string> problems;
    try {
        contents.items = from_json(read_text_file(path, max_bytes), path.string(), problems);
        contents.found = true;
    } catch (const Error& error) {
        return {{}, false, set_aside_with_notice(path, error.what())};
    }
    if (!problems.empty())
        contents.warning =
            fmt::format("{} The original file is kept as {}; what could be read of it is in use.",
                        problems.front(), keep_aside(path).filename().string());
    return contents;
}

}  // namespace progan
