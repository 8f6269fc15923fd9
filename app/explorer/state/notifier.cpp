#include "app/explorer/state/notifier.h"

#include <algorithm>
#include <utility>

namespace progan {
namespace {

constexpr double kInfoSeconds = 5;
constexpr double kUndoSeconds = 15;

}  // namespace

void Notifier::info(std::string text) {
    state_.notifications.push_back(
        {Notification::Kind::info, std::move(text), clock_() + kInfoSeconds, false});
}

void Notifier::error(std::string text) {
    for (const Notification& shown : state_.notifications)
        if (shown.text == text) return;
    state_.notifications.push_back({Notification::Kind::error, std::move(text), 0, false});
}

void Notifier::deleted(std::string text) {
    forget_deleted();
    state_.notifications.push_back(
        {Notification::Kind::info, std::move(text), clock_() + kUndoSeconds, true});
}

void Notifier::forget_deleted() {
    std::erase_if(state_.notifications,
                  [](const Notification& notification) { return notification.undo_delete; });
}

void Notifier::close(std::size_t index) {
    if (index < state_.notifications.size())
        state_.notifications.erase(state_.notifications.begin() + static_cast<std::ptrdiff_t>(index));
}

}  // namespace progan
