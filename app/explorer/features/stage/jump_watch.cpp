#include "app/explorer/features/stage/jump_watch.h"

#include <utility>

#include "core/latent/interpolation.h"

namespace progan {
namespace {

constexpr std::size_t kMostWaiting = 512;  // where the model takes seconds: most of these never come

bool are_two(const JumpWatch::Asked& from, const JumpWatch::Asked& to) {
    return from.epoch != to.epoch || from.latent.size() != to.latent.size() ||
           angle_degrees(from.latent, to.latent) > kJumpDegrees;
}

}  // namespace

void JumpWatch::asked(Asked face) {
    const std::uint64_t newest = !asked_.empty() ? asked_.back().id : seen_ ? seen_->id : 0;
    if (face.id <= newest) return;
    asked_.push_back(std::move(face));
    if (asked_.size() > kMostWaiting) asked_.pop_front();
}

bool JumpWatch::shown(std::uint64_t id) {
    while (!asked_.empty() && asked_.front().id < id) asked_.pop_front();
    if (asked_.empty() || asked_.front().id != id) return false;
    const std::optional<Asked> before = std::exchange(seen_, std::move(asked_.front()));
    asked_.pop_front();
    return before && !seen_->moving && are_two(*before, *seen_);
}

}  // namespace progan
