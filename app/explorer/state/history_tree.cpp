#include "app/explorer/state/history_tree.h"

#include <algorithm>
#include <utility>

namespace progan {

std::uint64_t HistoryTree::add(HistoryStep step) {
    step.id = last_id_ + 1;
    step.parent = head_;
    const std::uint64_t id = step.id;
    restore(std::move(step));
    move_to(id);
    return id;
}

bool HistoryTree::restore(HistoryStep step) {
    const std::uint64_t id = step.id, parent = step.parent;
    if (id <= parent || steps_.contains(id) || (steps_.empty() ? parent != 0 : !steps_.contains(parent)))
        return false;
    if (parent != 0) steps_[parent].children.push_back(id);
    steps_[id].step = std::move(step);
    last_id_ = std::max(last_id_, id);
    if (head_ == 0) head_ = id;
    return true;
}

bool HistoryTree::move_to(std::uint64_t id) {
    if (!steps_.contains(id)) return false;
    head_ = id;
    for (std::uint64_t at = id; steps_.at(at).step.parent != 0;) {
        const std::uint64_t parent = steps_.at(at).step.parent;
        steps_.at(parent).next = at;
        at = parent;
    }
    return true;
}

bool HistoryTree::changed_the_face(std::uint64_t id) const {
    const std::uint64_t before = parent(id);
    return before == 0 || steps_.at(before).step.face != steps_.at(id).step.face;
}

std::uint64_t HistoryTree::parent(std::uint64_t id) const {
    const auto found = steps_.find(id);
    return found == steps_.end() ? 0 : found->second.step.parent;
}

std::uint64_t HistoryTree::next(std::uint64_t id) const {
    const auto found = steps_.find(id);
    return found == steps_.end() ? 0 : found->second.next;
}

std::vector<std::uint64_t> HistoryTree::line() const {
    std::vector<std::uint64_t> line;
    for (std::uint64_t at = head_; at != 0; at = steps_.at(at).step.parent) line.push_back(at);
    std::reverse(line.begin(), line.end());
    if (head_ == 0) return line;
    for (std::uint64_t at = steps_.at(head_).next; at != 0; at = steps_.at(at).next) line.push_back(at);
    return line;
}

std::vector<std::uint64_t> HistoryTree::children(std::uint64_t id) const {
    const auto found = steps_.find(id);
    return found == steps_.end() ? std::vector<std::uint64_t>{} : found->second.children;
}

void HistoryTree::remove_branch(std::uint64_t id) {
    std::vector<std::uint64_t> doomed{id};
    const std::uint64_t parent = steps_.at(id).step.parent;
    if (parent != 0) {
        Node& node = steps_.at(parent);
        std::erase(node.children, id);
        if (node.next == id) node.next = 0;
    }
    while (!doomed.empty()) {
        const std::uint64_t at = doomed.back();
        doomed.pop_back();
        for (const std::uint64_t child : steps_.at(at).children) doomed.push_back(child);
        steps_.erase(at);
    }
}

void HistoryTree::prune(std::size_t most) {
    while (steps_.size() > std::max<std::size_t>(most, 1)) {
        const std::uint64_t first = steps_.begin()->first;
        Node& root = steps_.at(first);
        const std::vector<std::uint64_t> line = this->line();
        // The oldest fork beside the line goes first.
        std::uint64_t branch = 0;
        for (const std::uint64_t at : line) {
            for (const std::uint64_t child : steps_.at(at).children)
                if (std::find(line.begin(), line.end(), child) == line.end()) {
                    branch = child;
                    break;
                }
            if (branch != 0) break;
        }
        if (branch != 0) {
            remove_branch(branch);
            continue;
        }
        if (first == head_) {  // the line's end is all that is left to forget
            remove_branch(root.children.front());
            continue;
        }
        Node& second = steps_.at(root.children.front());
        second.step.parent = 0;
        second.step.favourites.clear();  // what led to the first step cannot be taken back
        second.step.axes.clear();
        second.step.journey_before = second.step.journey;
        steps_.erase(first);
    }
}

std::vector<std::uint64_t> HistoryTree::all() const {
    std::vector<std::uint64_t> ids;
    for (const auto& [id, node] : steps_) ids.push_back(id);
    return ids;
}

}  // namespace progan
