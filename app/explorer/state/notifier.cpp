#include "app/explorer/state/notifier.h"

#include <algorithm>
#include <ctime>
#include <utility>

namespace progan {
namespace {

constexpr Seconds kInfoShown{5};
constexpr Seconds kUndoShown{15};

}  // namespace

void Notifier::info(std::string text) {
    log(false, text);
    state_.notifications.push_back(
        {Notification::Kind::info, std::move(text), clock_() + kInfoShown, false, {}});
}

void Notifier::error(std::string text) {
    for (const Notification& shown : state_.notifications)
        if (shown.text == text) return;
    log(true, text);
    state_.notifications.push_back({Notification::Kind::error, std::move(text), {}, false, {}});
}

void Notifier::undoable(std::string text) {
    forget_undoable();
    log(false, text);
    state_.notifications.push_back(
        {Notification::Kind::info, std::move(text), clock_() + kUndoShown, true, {}});
}

void Notifier::saved(std::string text, std::filesystem::path file) {
    log(false, text);
    state_.notifications.push_back(
        {Notification::Kind::info, std::move(text), clock_() + kUndoShown, false, std::move(file)});
}

void Notifier::log(bool error, const std::string& text) {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    char time[32];
    std::strftime(time, sizeof time, "%Y-%m-%d %H:%M:%S", &local);
    LogState& log = state_.log;
    log.entries.push_back({time, error, text});
    ++log.count;
    if (log.entries.size() > kMaxLogEntries) log.entries.pop_front();
}

void Notifier::forget_undoable() {
    std::erase_if(state_.notifications,
                  [](const Notification& notification) { return notification.undoable; });
}

void Notifier::close(std::size_t index) {
    if (index < state_.notifications.size())
        state_.notifications.erase(state_.notifications.begin() + static_cast<std::ptrdiff_t>(index));
}

}  // namespace progan
