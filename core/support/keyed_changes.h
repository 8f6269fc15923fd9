// Lists that several programs change at the same time: what one of them did to its list, as changes by id, to
// be done again to what the list has become elsewhere. Pure functions.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace progan {

/// An item that came (no before), went (no after) or became another.
template <class Item>
struct KeyedChange {
    std::optional<Item> before, after;
    /// Id of the item that a new one stands behind. Empty: it is the first; nothing: it was put at the end.
    std::optional<std::string> behind;
};

template <class Item>
Item* find_by_id(std::vector<Item>& items, const std::string& id) {
    const auto found =
        std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.id == id; });
    return found == items.end() ? nullptr : &*found;
}

/// What leads from one list to the other. Ids are unique in each; places of items that are in both do not
/// count.
template <class Item>
std::vector<KeyedChange<Item>> keyed_changes(const std::vector<Item>& before,
                                             const std::vector<Item>& after) {
    std::vector<KeyedChange<Item>> changes;
    if (before == after) return changes;
    std::unordered_map<std::string, const Item*> old, now;
    for (const Item& item : before) old.emplace(item.id, &item);
    for (const Item& item : after) now.emplace(item.id, &item);
    for (const Item& item : before)
        if (!now.contains(item.id)) changes.push_back({item, std::nullopt, std::nullopt});
    std::size_t end = after.size();  // of the part that is not all new
    while (end > 0 && !old.contains(after[end - 1].id)) --end;
    for (std::size_t i = 0; i < after.size(); ++i) {
        const auto was = old.find(after[i].id);
        if (was == old.end()) {
            std::optional<std::string> behind;
            if (i < end) behind = i == 0 ? "" : after[i - 1].id;
            changes.push_back({std::nullopt, after[i], std::move(behind)});
        } else if (!(*was->second == after[i])) {
            changes.push_back({*was->second, after[i], std::nullopt});
        }
    }
    return changes;
}

/// Does the changes to a list that may have been changed elsewhere meanwhile, so that nothing a person did
/// is lost:
///   * what came is there once, behind the item that it stood behind, or at the end; one of its id that is
///     there already stays as it is;
///   * what went goes, unless a person has changed it elsewhere;
///   * what became another does so field by field, and if both changed a field, these changes count; one that
///     went elsewhere is there again if a person changed it here.
/// `Rules::same(a, b)` says whether two states of an item are the same to a person; `Rules::merge(before,
/// after, item)` sets in `item` the fields in which `before` and `after` differ.
template <class Rules, class Item>
void apply_changes(const std::vector<KeyedChange<Item>>& changes, std::vector<Item>& items) {
    const auto insert = [&](const Item& item, const std::optional<std::string>& behind) {
        auto at = items.end();
        if (behind && behind->empty()) {
            at = items.begin();
        } else if (behind) {
            at = std::find_if(items.begin(), items.end(), [&](const Item& i) { return i.id == *behind; });
            if (at != items.end()) ++at;
        }
        items.insert(at, item);
    };
    for (const KeyedChange<Item>& change : changes) {
        const std::string& id = (change.after ? change.after : change.before)->id;
        Item* const there = find_by_id(items, id);
        if (!change.after) {
            if (there && Rules::same(*there, *change.before))
                items.erase(items.begin() + (there - items.data()));
        } else if (!there) {
            if (!change.before || !Rules::same(*change.before, *change.after))
                insert(*change.after, change.behind);
        } else if (change.before) {
            Rules::merge(*change.before, *change.after, *there);
        }
    }
}

}  // namespace progan
