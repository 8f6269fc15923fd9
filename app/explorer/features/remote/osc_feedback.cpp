#include "app/explorer/features/remote/osc_feedback.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/explorer/features/remote/osc_name.h"
#include "app/explorer/state/queries.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr Seconds kGesture{0.5};  // without a message, it is over
constexpr double kNear = 1e-4;    // of a slider; floats on their way are as exact

double part_of(ControlScale scale, double position) {
    return scale == ControlScale::both_sides ? position : (position + 1) / 2;
}

}  // namespace

bool OscFeedback::set_destination(const std::string& text) {
    if (!text.empty() && !osc_destination(text)) return false;
    state_.osc_settings.send_to = text;
    state_.osc.given_to.reset();
    return true;
}

void OscFeedback::begin_as_wanted() {
    const std::string wanted = this->wanted();
    if (wanted == to_) return;
    to_ = wanted;
    sender_.reset();
    known_.clear();
    quiet_.clear();
    if (const auto destination = osc_destination(wanted))
        sender_ = std::make_unique<OscSender>(destination->first, destination->second);
    state_.osc.sending_to = sender_ ? wanted : "";
    state_.osc.send_problem.clear();
    state_.osc.sent = 0;
}

/// All that can be told, as it is now.
std::vector<OscFeedback::Entry> OscFeedback::entries() const {
    std::vector<Entry> entries;
    if (!state_.model) return entries;
    for (const Axis& axis : state_.axes) {
        const std::string name = osc_name(axis.name);
        entries.push_back({{"/axis/" + (name.empty() ? axis.id : name), hands_.position_of(axis), false},
                           "axis " + axis.id,
                           kNear});
    }
    if (state_.follow != Follow::journey && state_.face.base.seed)
        entries.push_back({{"/seed", static_cast<double>(*state_.face.base.seed), true}, "seed", 0});
    const std::optional<double> place = hands_.position_in_journey();
    // The frames between are those of the same place.
    const double frame = place ? 0.5 / static_cast<double>(path_length(shown_journey(state_))) : 0;
    if (place) entries.push_back({{"/position", *place, false}, "position", frame});
    entries.push_back({{"/play", state_.timeline.playing ? 1.0 : 0.0, true}, "play", 0});
    for (const ControlBinding& binding : state_.controls.bindings) {
        if (binding.osc.empty()) continue;
        const Axis* axis = binding.action == ControlAction::axis ? find_axis(state_, binding.axis) : nullptr;
        if (axis)
            entries.push_back({{binding.osc, part_of(binding.scale, hands_.position_of(*axis)), false},
                               "axis " + axis->id,
                               kNear});
        else if (binding.action == ControlAction::position && place)
            entries.push_back(
                {{binding.osc, part_of(binding.scale, 2 * *place - 1), false}, "position", 2 * frame});
    }
    return entries;
}

void OscFeedback::heard(const std::string& address, double value, std::uint32_t from, Time now) {
    if (!sender_ || from == 0 || from != sender_->host_address()) return;
    const std::string_view name = std::string_view(address).starts_with("/axis/")
                                      ? std::string_view(address).substr(6)
                                      : std::string_view();
    for (const Entry& entry : entries()) {
        if (entry.message.address != address && entry.what != "axis " + std::string(name)) continue;
        quiet_[entry.what] = now + kGesture;
        if (entry.message.address == address) known_[address] = value;
    }
}

void OscFeedback::send_changes(Time now) {
    begin_as_wanted();
    if (!sender_) return;
    state_.osc.sent = sender_->sent();
    const std::string problem = sender_->problem();
    state_.osc.send_problem = problem.empty() ? "" : trf("Cannot send OSC to {}: {}.", to_, problem);
    std::erase_if(quiet_, [&](const auto& what) { return what.second <= now; });
    std::vector<OscValue> changes;
    for (Entry& entry : entries()) {
        if (quiet_.contains(entry.what)) continue;
        const auto known = known_.find(entry.message.address);
        if (known != known_.end() && std::abs(known->second - entry.message.value) <= entry.near) continue;
        known_[entry.message.address] = entry.message.value;
        changes.push_back(std::move(entry.message));
    }
    if (!changes.empty()) sender_->send(std::move(changes));
}

std::optional<Time> OscFeedback::next_tick() const {
    std::optional<Time> next;
    for (const auto& what : quiet_) next = earlier(next, what.second);
    return next;
}

}  // namespace progan
