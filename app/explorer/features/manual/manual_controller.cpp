#include "app/explorer/features/manual/manual_controller.h"

#include <algorithm>
#include <utility>

#include "app/explorer/platform/desktop_files.h"
#include "core/files/atomic_file.h"
#include "core/support/error.h"
#include "core/support/translate.h"

namespace progan {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxText = 4u << 20;
constexpr Seconds kLook{0.2};

bool is_web_page(std::string_view link) {
    return link.starts_with("https://") || link.starts_with("http://");
}

/// A document and the section of it that a link leads to, seen from another document.
struct LinkTarget {
    std::string document, section;
};

/// Nothing if it is not a document of the program's.
std::optional<LinkTarget> place_of(const std::string& link, const std::string& from) {
    const std::size_t hash = std::min(link.find('#'), link.size());
    const fs::path path = (fs::path(from).parent_path() / link.substr(0, hash)).lexically_normal();
    const bool is_inside = !path.empty() && path.is_relative() && *path.begin() != "..";
    if (!is_inside || path.extension() != ".md" || is_web_page(link)) return std::nullopt;
    return LinkTarget{path.string(), link.substr(hash)};
}

}  // namespace

ManualController::Page& ManualController::page() {
    const auto [at, is_new] = pages_.try_emplace(state_.manual.document);
    Page& page = at->second;
    if (!is_new) return page;
    try {
        page.document = parse_markdown(read_text_file(hands_.find(state_.manual.document), kMaxText));
    } catch (const std::exception&) {
        page.problem = current_error_sentence();
    }
    return page;
}

void ManualController::open() {
    state_.manual.show = state_.manual.focus_search = true;
    page();
}

void ManualController::follow(const std::string& link) {
    if (link.starts_with('#')) {
        state_.manual.wanted = link;
    } else if (is_web_page(link)) {
        open_in_browser(link);
    } else if (const std::optional<LinkTarget> place = place_of(link, state_.manual.document)) {
        state_.manual.before.push_back(state_.manual.document);
        show(place->document, place->section);
    } else {
        copy(link);
    }
}

std::string ManualController::tip_of(const std::string& link) const {
    if (link.starts_with('#')) return {};
    if (is_web_page(link))
        return has_program("xdg-open") ? trf("{}\nOpens in your browser", link)
                                       : trf("{}\nClick to copy the address", link);
    return place_of(link, state_.manual.document) ? link : trf("{}\nClick to copy the address", link);
}

void ManualController::show(const std::string& name, const std::string& section) {
    ManualState& manual = state_.manual;
    manual.document = name;
    manual.wanted = section;
    search("");
}

void ManualController::go_back() {
    if (!can_go_back()) return;
    const std::string before = state_.manual.before.back();
    state_.manual.before.pop_back();
    show(before, "");
}

void ManualController::open_in_browser(const std::string& address) {
    opener_.reset();
    try {
        opener_.emplace(web_page_opener(address), "/dev/null");
        opened_ = address;
        opener_check_ = notifier_.now() + kLook;
    } catch (const Error&) {  // there is no such program, or it cannot be started
        copy(address);
    }
}

void ManualController::copy(const std::string& address) {
    if (hands_.copy) hands_.copy(address);
    notifier_.info(trf("Copied {}.", address));
}

void ManualController::search(const std::string& text) {
    state_.manual.search = text;
    state_.manual.hit = 0;
    hits_ = blocks_with(document(), text);
    state_.manual.hit_wanted = !hits_.empty();
}

void ManualController::step_hit(int by) {
    if (hits_.empty()) return;
    const std::size_t count = hits_.size();
    state_.manual.hit = (state_.manual.hit + (by < 0 ? count - 1 : 1)) % count;
    state_.manual.hit_wanted = true;
}

/// A program that found no browser says so by its exit status; one that is the browser runs on.
void ManualController::tick(Time now) {
    if (!opener_ || now < opener_check_) return;
    opener_check_ = now + kLook;
    const std::optional<ChildEnd> end = opener_->end();
    if (!end) return;
    opener_.reset();
    if (!end->succeeded()) copy(opened_);
}

std::optional<Time> ManualController::next_tick() const {
    return opener_ ? std::optional(opener_check_) : std::nullopt;
}

}  // namespace progan
