// A packet of Open Sound Control 1.0, as it came from the network: who sent it may be anybody. No state.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace progan {

struct OscMessage {
    std::string address;  ///< "/axis/smile"
    std::optional<double>
        value;  ///< its first argument, if it has one and that is a number; true is 1, false is 0
    std::uint32_t from = 0;  ///< the sender's IPv4 address, in host order; 0: not known
    /// When it arrived; if it replaced messages to the same address that were still waiting, when the first
    /// did.
    std::chrono::steady_clock::time_point arrived{};
};

/// The messages of a packet, those of a bundle in their order, whatever time it names. `ignored` grows by one
/// for each part that is not OSC, and for each number that is not finite. Source: opensoundcontrol.org,
/// OSC 1.0.
std::vector<OscMessage> osc_messages(std::span<const std::byte> packet, std::size_t& ignored);

}  // namespace progan
