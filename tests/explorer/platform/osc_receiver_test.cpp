// Packets of Open Sound Control, and the port that they come in at, with liblo as the sender.
#include "app/explorer/platform/osc_receiver.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <lo/lo.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "core/support/error.h"

namespace progan {
namespace {

using Bytes = std::vector<std::byte>;

Bytes bytes_of(void* data, std::size_t size) {
    const auto* first = static_cast<const std::byte*>(data);
    Bytes bytes(first, first + size);
    std::free(data);
    return bytes;
}

template <typename... Arguments>
Bytes packet(const char* address, const char* types, Arguments... arguments) {
    lo_message message = lo_message_new();
    EXPECT_EQ(lo_message_add(message, types, arguments...), 0);
    std::size_t size = 0;
    void* data = lo_message_serialise(message, address, nullptr, &size);
    lo_message_free(message);
    return bytes_of(data, size);
}

std::optional<double> value_of(const Bytes& bytes) {
    std::size_t ignored = 0;
    const std::vector<OscMessage> messages = osc_messages(bytes, ignored);
    EXPECT_EQ(messages.size(), 1u);
    EXPECT_EQ(ignored, 0u);
    return messages.empty() ? std::nullopt : messages[0].value;
}

TEST(OscPacket, NumbersOfEveryKindAreRead) {
    EXPECT_EQ(value_of(packet("/a", "f", 0.25)), 0.25);
    EXPECT_EQ(value_of(packet("/a", "i", 42)), 42);
    EXPECT_EQ(value_of(packet("/a", "d", -1.5)), -1.5);
    EXPECT_EQ(value_of(packet("/a", "h", std::int64_t{4294967295})), 4294967295.0);
    EXPECT_EQ(value_of(packet("/a", "T")), 1);
    EXPECT_EQ(value_of(packet("/a", "F")), 0);
    EXPECT_EQ(value_of(packet("/a", "ff", 3.0, 4.0)), 3);
    EXPECT_EQ(value_of(packet("/a", "")), std::nullopt);
    EXPECT_EQ(value_of(packet("/a", "s", "five")), std::nullopt);
    std::size_t ignored = 0;
    EXPECT_EQ(osc_messages(packet("/axis/hair-length", "f", 1.0), ignored)[0].address, "/axis/hair-length");
}

TEST(OscPacket, ABundleIsItsMessagesAlsoWithinABundle) {
    lo_bundle inner = lo_bundle_new(LO_TT_IMMEDIATE), outer = lo_bundle_new(LO_TT_IMMEDIATE);
    const auto message = [](float value) {
        lo_message made = lo_message_new();
        lo_message_add_float(made, value);
        return made;
    };
    lo_bundle_add_message(inner, "/b", message(2));
    lo_bundle_add_message(outer, "/a", message(1));
    lo_bundle_add_bundle(outer, inner);
    lo_bundle_add_message(outer, "/c", message(3));
    std::size_t size = 0, ignored = 0;
    void* data = lo_bundle_serialise(outer, nullptr, &size);
    const Bytes bytes = bytes_of(data, size);
    lo_bundle_free_recursive(outer);
    std::string order;
    for (const OscMessage& read : osc_messages(bytes, ignored)) order += read.address;
    EXPECT_EQ(order, "/a/b/c");
    EXPECT_EQ(ignored, 0u);
    // A part that is cut off costs itself alone.
    const std::vector<OscMessage> left = osc_messages(std::span(bytes).first(bytes.size() - 4), ignored);
    EXPECT_EQ(left.size(), 2u);
    EXPECT_EQ(ignored, 1u);
}

TEST(OscPacket, WhatIsNotOscIsCountedAndNothingElse) {
    const auto refused = [](const Bytes& bytes) {
        std::size_t ignored = 0;
        return osc_messages(bytes, ignored).empty() && ignored == 1;
    };
    const auto text = [](std::string_view bytes) {
        return Bytes(reinterpret_cast<const std::byte*>(bytes.data()),
                     reinterpret_cast<const std::byte*>(bytes.data() + bytes.size()));
    };
    EXPECT_TRUE(refused({}));
    EXPECT_TRUE(refused(text("hello")));
    EXPECT_TRUE(refused(text("/seed")));
    EXPECT_TRUE(refused(text("#bundle")));
    EXPECT_TRUE(refused(packet("/a", "f", std::numeric_limits<double>::quiet_NaN())));
    EXPECT_TRUE(refused(packet("/a", "f", std::numeric_limits<double>::infinity())));
    EXPECT_TRUE(refused(packet(("/" + std::string(1000, 'a')).c_str(), "f", 1.0)));
    Bytes deep;
    for (int i = 0; i < 100; ++i) {
        Bytes around = text(std::string_view("#bundle\0\0\0\0\0\0\0\0\1", 16));
        if (!deep.empty()) {
            for (const int shift : {24, 16, 8, 0})
                around.push_back(static_cast<std::byte>(deep.size() >> shift & 0xFF));
            around.insert(around.end(), deep.begin(), deep.end());
        }
        deep = around;
    }
    EXPECT_TRUE(refused(deep));
}

TEST(OscPacket, DamageNeverReadsBeyondThePacket) {
    std::mt19937 random(1);
    const Bytes whole = packet("/axis/smile", "fisTd", 0.5, 7, "text", 2.5);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        std::size_t ignored = 0;
        const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        EXPECT_EQ(osc_messages(cut, ignored).size() + ignored, 1u) << size;
    }
    for (int round = 0; round < 200'000; ++round) {
        Bytes damaged = whole;
        for (int change = 0; change < 3; ++change)
            damaged[random() % damaged.size()] = static_cast<std::byte>(random());
        std::size_t ignored = 0;
        for (const OscMessage& message : osc_messages(damaged, ignored))
            ASSERT_TRUE(std::isfinite(message.value.value_or(0)));
    }
}

/// To that port of the address.
class Sender {
  public:
    explicit Sender(int port, const char* host = "127.0.0.1")
        : to_(lo_address_new(host, std::to_string(port).c_str()), lo_address_free) {}
    template <typename... Arguments>
    void send(const char* address, const char* types, Arguments... arguments) const {
        EXPECT_GT(lo_send(to_.get(), address, types, arguments...), 0);
    }

  private:
    std::unique_ptr<std::remove_pointer_t<lo_address>, void (*)(lo_address)> to_;
};

/// Polls until a message to that address is among those that have come; what else comes is dropped.
std::optional<double> heard(OscReceiver& receiver, const std::string& address) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (std::chrono::steady_clock::now() < end) {
        for (const OscMessage& message : receiver.take())
            if (message.address == address) return message.value;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    ADD_FAILURE() << address << " did not come";
    return std::nullopt;
}

TEST(OscReceiver, HearsAndWakes) {
    std::atomic<int> woken = 0;
    OscReceiver receiver(0, OscSenders::this_computer, [&] { ++woken; });
    EXPECT_GT(receiver.port(), 0);
    EXPECT_TRUE(receiver.take().empty());
    const Sender sender(receiver.port());
    sender.send("/seed", "i", 7);
    EXPECT_EQ(heard(receiver, "/seed"), 7);
    EXPECT_EQ(woken, 1);
    EXPECT_EQ(receiver.ignored(), 0u);
}

TEST(OscReceiver, OfAFloodTheNewestOfEachAddressIsKept) {
    std::atomic<int> woken = 0;
    OscReceiver receiver(0, OscSenders::this_computer, [&] { ++woken; });
    const Sender sender(receiver.port());
    // A loopback has no loss as long as the receiver keeps up: it is given time.
    for (int i = 0; i < 200; ++i) {
        sender.send("/a", "i", i);
        sender.send("/b", "i", -i);
        if (i % 20 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    std::vector<OscMessage> last;
    std::size_t most = 0;
    const auto has = [&](const char* address, double value) {
        return std::any_of(last.begin(), last.end(), [&](const OscMessage& message) {
            return message.address == address && message.value == value;
        });
    };
    bool a = false, b = false;
    while (!(a && b) && std::chrono::steady_clock::now() < end) {
        last = receiver.take();
        most = std::max(most, last.size());
        a |= has("/a", 199);
        b |= has("/b", -199);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    EXPECT_TRUE(a && b);
    EXPECT_LE(most, 2u);
    EXPECT_LT(woken, 400);
}

TEST(OscReceiver, OneThatReplacesAnotherArrivedWhenThatDid) {
    std::atomic<int> woken = 0;
    OscReceiver receiver(0, OscSenders::this_computer, [&] { ++woken; });
    const Sender sender(receiver.port());
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    bool replaced = false;
    while (!replaced && std::chrono::steady_clock::now() < end) {
        woken = 0;
        sender.send("/a", "i", 1);
        while (woken == 0 && std::chrono::steady_clock::now() < end) std::this_thread::yield();
        const auto between = std::chrono::steady_clock::now();
        sender.send("/a", "i", 2);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        for (const OscMessage& message : receiver.take())
            if (message.value == 2) {
                replaced = true;
                EXPECT_LT(message.arrived, between);
            }
        // If the second has not come yet, it is to be gone before the next try.
        if (!replaced) heard(receiver, "/a");
    }
    EXPECT_TRUE(replaced);
}

TEST(OscReceiver, SoManyAddressesWaitAndNoMore) {
    OscReceiver receiver(0, OscSenders::this_computer, [] {});
    const Sender sender(receiver.port());
    for (int i = 0; i < 400; ++i) {
        sender.send(("/" + std::to_string(i)).c_str(), "i", i);
        if (i % 20 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (receiver.ignored() < 100 && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    EXPECT_GE(receiver.ignored(), 100u);
    EXPECT_EQ(receiver.take().size(), 256u);
}

TEST(OscReceiver, WithoutLeaveOnlyThisComputersOwnAddressIsListenedOn) {
    const auto can_bind = [](int port) {
        sockaddr_in other{};
        other.sin_family = AF_INET;
        other.sin_port = htons(static_cast<std::uint16_t>(port));
        other.sin_addr.s_addr = inet_addr("127.0.0.2");  // free unless all addresses are taken
        const int probe = socket(AF_INET, SOCK_DGRAM, 0);
        const bool bound = bind(probe, reinterpret_cast<sockaddr*>(&other), sizeof other) == 0;
        close(probe);
        return bound;
    };
    OscReceiver shy(0, OscSenders::this_computer, [] {});
    EXPECT_TRUE(can_bind(shy.port()));
    OscReceiver open(0, OscSenders::any_computer, [] {});
    EXPECT_FALSE(can_bind(open.port()));
    Sender(open.port(), "127.0.0.2").send("/seed", "i", 5);
    EXPECT_EQ(heard(open, "/seed"), 5);
}

TEST(OscReceiver, APortThatIsTakenIsToldInOneSentence) {
    OscReceiver first(0, OscSenders::this_computer, [] {});
    try {
        OscReceiver second(first.port(), OscSenders::this_computer, [] {});
        FAIL() << "two on one port";
    } catch (const Error& error) {
        EXPECT_EQ(std::string(error.what()), "The program cannot listen for OSC on port " +
                                                 std::to_string(first.port()) + ": Address already in use.");
    }
}

}  // namespace
}  // namespace progan
