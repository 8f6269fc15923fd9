#include "app/explorer/state/notifier.h"

#include <algorithm>
#include <ctime>
#include <iterator>
#include <utility>
#include <vector>

#include "core/support/translate.h"

namespace progan {
namespace {

constexpr Seconds kInfoShown{5};
constexpr Seconds kUndoShown{15};

bool is_error(const Notification& notification) {
    return notification.kind == Notification::Kind::error;
}

}  // namespace

void Notifier::info(std::string text) {
    log(false, text);
    std::erase_if(state_.notifications, [&](const Notification& shown) {
        return shown.kind == Notification::Kind::info && shown.text == text && !shown.undoable && !shown.undo;
    });
    state_.notifications.push_back(
        {Notification::Kind::info, std::move(text), clock_() + kInfoShown, false, {}});
}

void Notifier::info_about(std::string topic, std::string text) {
    std::erase_if(state_.notifications, [&](const Notification& shown) { return shown.topic == topic; });
    info(std::move(text));
    state_.notifications.back().topic = std::move(topic);
}

void Notifier::error(std::string text) {
    for (const Notification& shown : state_.notifications)
        if (shown.text == text) return;
    log(true, text);
    state_.notifications.push_back({Notification::Kind::error, std::move(text), {}, false, {}});
}

void Notifier::cannot_open(const std::filesystem::path& file, std::string text) {
    if (shows_refusal_ && shows_refusal_(file, text))
        log(true, text);
    else
        error(std::move(text));
}

void Notifier::undoable(std::string text) {
    forget_undoable();
    log(false, text);
    state_.notifications.push_back(
        {Notification::Kind::info, std::move(text), clock_() + kUndoShown, true, {}});
}

void Notifier::undoable_by(std::string text, std::function<void()> undo) {
    std::erase_if(state_.notifications,
                  [](const Notification& notification) { return static_cast<bool>(notification.undo); });
    log(false, text);
    state_.notifications.push_back(
        {Notification::Kind::info, std::move(text), clock_() + kUndoShown, false, {}, std::move(undo)});
}

void Notifier::saved(std::string text, std::filesystem::path file) {
    log(false, text);
    state_.notifications.push_back(
        {Notification::Kind::info, std::move(text), clock_() + kUndoShown, false, std::move(file)});
}

void Notifier::not_saved(const std::string& why) {
    if (!not_saved_text_.empty()) return;
    not_saved_text_ =
        trf("{} Nothing is lost while this window is open; it keeps trying every few seconds.", why);
    error(not_saved_text_);
}

void Notifier::saved_after_all() {
    if (not_saved_text_.empty()) return;
    std::erase_if(state_.notifications,
                  [this](const Notification& shown) { return shown.text == not_saved_text_; });
    not_saved_text_.clear();
    info(tr("All unsaved changes have now been saved."));
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

bool Notifier::close_error() {
    std::vector<Notification>& list = state_.notifications;
    const auto newest = std::find_if(list.rbegin(), list.rend(), is_error);
    if (newest == list.rend()) return false;
    list.erase(std::next(newest).base());
    return true;
}

bool error_is_shown(const AppState& state) {
    return std::any_of(state.notifications.begin(), state.notifications.end(), is_error);
}

}  // namespace progan
