#include "app/explorer/features/manual/manual_controller.h"

#include <utility>

#include "core/files/atomic_file.h"
#include "core/support/error.h"
#include "core/support/paths.h"

namespace progan {
namespace {

constexpr std::size_t kMostText = 4u << 20;

}  // namespace

ManualController::ManualController(AppState& state, std::filesystem::path file)
    : state_(state), file_(std::move(file)) {}

void ManualController::read() {
    if (std::exchange(read_, true)) return;
    try {
        if (file_.empty()) file_ = find_resource("docs/manual.md");
        document_ = parse_markdown(read_text_file(file_, kMostText));
    } catch (const std::exception&) {
        problem_ = current_error_sentence();
    }
}

void ManualController::open() {
    read();
    state_.manual.show = state_.manual.focus_search = true;
}

void ManualController::search(const std::string& text) {
    state_.manual.search = text;
    state_.manual.hit = 0;
    hits_ = blocks_with(document_, text);
    state_.manual.hit_wanted = !hits_.empty();
}

void ManualController::step_hit(int by) {
    if (hits_.empty()) return;
    const std::size_t count = hits_.size();
    state_.manual.hit = (state_.manual.hit + (by < 0 ? count - 1 : 1)) % count;
    state_.manual.hit_wanted = true;
}

}  // namespace progan
