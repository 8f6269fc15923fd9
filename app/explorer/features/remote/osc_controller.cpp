#include "app/explorer/features/remote/osc_controller.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "app/explorer/features/remote/osc_name.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr std::string_view kAxis = "/axis/";

/// A button of a control surface sends 1 when it is pressed and 0 when it comes up.
bool is_pressed(const OscMessage& message) {
    return message.value.value_or(1) != 0;
}

}  // namespace

void OscController::set_on(bool on) {
    state_.osc_settings.on = on;
    state_.osc.given.reset();
}

void OscController::set_port(int port) {
    state_.osc_settings.port = std::clamp(port, kMinOscPort, kMaxOscPort);
    state_.osc.given.reset();
}

void OscController::set_other_machines(bool heard) {
    state_.osc_settings.other_machines = heard;
}

OscController::Wanted OscController::wanted() const {
    const OscSettings& settings = state_.osc_settings;
    return {settings.on || state_.osc.given, state_.osc.given.value_or(settings.port),
            settings.other_machines ? OscSenders::any_computer : OscSenders::this_computer};
}

/// A port that cannot be had is tried again only when something else is wanted.
void OscController::listen_as_wanted() {
    const Wanted wanted = this->wanted();
    if (wanted == listening_) return;
    listening_ = wanted;
    if (receiver_) ignored_before_ += receiver_->ignored();
    receiver_.reset();
    state_.osc.port = 0;
    state_.osc.problem.clear();
    if (!wanted.on) return;
    try {
        receiver_ = std::make_unique<OscReceiver>(wanted.port, wanted.senders, wake_);
        state_.osc.port = receiver_->port();
    } catch (const Error&) {
        state_.osc.problem = current_error_sentence();
        notifier_.error(state_.osc.problem);
    }
}

bool OscController::deliver() {
    listen_as_wanted();
    if (!receiver_) return false;
    const std::vector<OscMessage> messages = receiver_->take();
    for (const OscMessage& message : messages) {
        const bool understood = act(message);
        const Seconds waited = std::chrono::steady_clock::now() - message.arrived;
        if (understood) heard_at_ = earlier(heard_at_, notifier_.now() - waited);
        ++(understood ? state_.osc.heard : not_understood_);
        if (understood && message.value)
            feedback_.heard(message.address, *message.value, message.from, notifier_.now());
    }
    state_.osc.ignored = ignored_before_ + receiver_->ignored() + not_understood_;
    return !messages.empty();
}

/// False if the message means nothing here, or not now.
bool OscController::act(const OscMessage& message) {
    const std::string_view address = message.address;
    if (!state_.model) return false;
    if (address == "/favourite/next" || address == "/favourite/previous") {
        if (is_pressed(message)) hands_.step_favourite(address == "/favourite/next" ? 1 : -1);
        return true;
    }
    if (!message.value) return false;
    if (address == "/seed") return hands_.pick_seed(*message.value);
    if (address == "/position") return hands_.go_to(*message.value);
    if (address == "/play")
        hands_.play(*message.value != 0);
    else if (address == "/crossfade")
        hands_.set_fade(*message.value);
    else
        return (address.starts_with(kAxis) && turn_axis(address.substr(kAxis.size()), *message.value)) ||
               learned_.heard(message.address, *message.value);
    return true;
}

/// As its slider's handle stands.
bool OscController::turn_axis(std::string_view name, double position) {
    const auto axis = std::find_if(state_.axes.begin(), state_.axes.end(), [&](const Axis& known) {
        return osc_name(known.name) == name || known.id == name;
    });
    if (axis == state_.axes.end()) return false;
    hands_.turn_axis(*axis, position);
    return true;
}

}  // namespace progan
