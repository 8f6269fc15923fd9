// Another program turns the real window's slider by Open Sound Control.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <lo/lo.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>

#include "tests/window/window_test.h"

namespace progan::test {
namespace {
using Probe = Explorer::Probe;

/// One that was free just now.
int free_port() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    const int probe = socket(AF_INET, SOCK_DGRAM, 0);
    const bool bound = bind(probe, reinterpret_cast<sockaddr*>(&address), length) == 0 &&
                       getsockname(probe, reinterpret_cast<sockaddr*>(&address), &length) == 0;
    close(probe);
    if (!bound) throw std::runtime_error("no UDP port is free");
    return ntohs(address.sin_port);
}

/// Hears what is sent to a port of this computer, by liblo.
class Listener {
  public:
    Listener() : server_(lo_server_new_with_proto(nullptr, LO_UDP, nullptr), lo_server_free) {
        if (!server_) throw std::runtime_error("no UDP port is free");
        lo_server_add_method(server_.get(), nullptr, nullptr, &Listener::heard, this);
    }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    int port() const { return lo_server_get_port(server_.get()); }
    /// All that has come so far, the newest of each address.
    const std::map<std::string, double>& values() {
        while (lo_server_recv_noblock(server_.get(), 0) > 0) {
        }
        return values_;
    }
    void forget() {
        values();
        values_.clear();
    }

  private:
    static int heard(const char* path, const char* types, lo_arg** arguments, int count, lo_message,
                     void* self) {
        if (count == 1)
            static_cast<Listener*>(self)->values_[path] =
                static_cast<double>(lo_hires_val(static_cast<lo_type>(types[0]), arguments[0]));
        return 0;
    }

    std::unique_ptr<std::remove_pointer_t<lo_server>, void (*)(lo_server)> server_;
    std::map<std::string, double> values_;
};

class OscWindowTest : public WindowTest {};

TEST_F(OscWindowTest, AnotherProgramIsToldWhatChangesButNotWhatItHasSet) {
    Listener other;
    const int port = free_port();
    const auto explorer =
        start({"--osc", std::to_string(port), "--osc-out", "127.0.0.1:" + std::to_string(other.port())});
    const std::string axis = explorer->wait_until("there are axes", [](const Probe& p) {
        return !p["state"]["axes"].empty() && Explorer::is_settled(p);
    })["state"]["axes"][0]["name"];
    std::string address = "/axis/" + axis;
    std::transform(address.begin(), address.end(), address.begin(),
                   [](unsigned char c) { return c == ' ' ? '-' : static_cast<char>(std::tolower(c)); });
    explorer->wait_until("all is told as it is", [&](const Probe&) {
        return other.values().contains("/seed") && other.values().contains(address);
    });
    other.forget();
    const std::unique_ptr<std::remove_pointer_t<lo_address>, void (*)(lo_address)> to(
        lo_address_new("127.0.0.1", std::to_string(port).c_str()), lo_address_free);
    lo_send(to.get(), address.c_str(), "f", 0.5);
    explorer->wait_until("the slider follows", [&](const Probe& p) { return !p["state"]["turns"].empty(); });
    explorer->click("Seed/Next");
    const Probe next = explorer->settled();
    explorer->wait_until("the seed is told", [&](const Probe&) {
        return other.values().contains("/seed") &&
               other.values().at("/seed") == next["state"]["seed"].get<double>();
    });
    EXPECT_FALSE(other.values().contains(address)) << "it knows";
    explorer->press_keys("ctrl+z");
    explorer->press_keys("ctrl+z");
    explorer->wait_until("what was taken back is told", [&](const Probe&) {
        return other.values().contains(address) && std::abs(other.values().at(address)) < 1e-3;
    });
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(OscWindowTest, WhereChangesAreSentIsSetInTheSettings) {
    Listener other;
    const auto explorer = start();
    explorer->press_keys("ctrl+comma");
    explorer->click("Settings/Section/Remote");
    const std::string to = "127.0.0.1:" + std::to_string(other.port());
    enter(*explorer, "Osc/Send to", "nonsense");
    EXPECT_EQ(explorer->probe()["state"]["osc"]["sending_to"], "");
    enter(*explorer, "Osc/Send to", to);
    explorer->wait_until("it sends", [&](const Probe& p) {
        return p["state"]["osc"]["sending_to"] == to && other.values().contains("/seed");
    });
    explorer->click("Settings/Close");
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(OscWindowTest, AnotherProgramTurnsASliderAndUndoTakesItBack) {
    const int port = free_port();
    const auto explorer = start({"--osc", std::to_string(port)});
    const std::unique_ptr<std::remove_pointer_t<lo_address>, void (*)(lo_address)> to(
        lo_address_new("127.0.0.1", std::to_string(port).c_str()), lo_address_free);
    explorer->wait_until("it listens", [&](const Probe& p) { return p["state"]["osc"]["port"] == port; });
    lo_send(to.get(), "/seed", "i", 21);
    explorer->wait_until("the seed", [](const Probe& p) { return p["state"]["seed"] == 21; });
    const std::string axis = explorer->wait_until("there are axes", [](const Probe& p) {
        return !p["state"]["axes"].empty();
    })["state"]["axes"][0]["id"];
    const Probe before = explorer->settled();
    // Far more than frames: the newest counts.
    for (int i = 0; i <= 3000; ++i)
        lo_send(to.get(), ("/axis/" + axis).c_str(), "f", static_cast<double>(i) / 6000);
    explorer->wait_until("the slider stands in the middle of its right half", [&](const Probe& p) {
        // UDP may lose the last of a flood; a hand goes on.
        lo_send(to.get(), ("/axis/" + axis).c_str(), "f", 0.5);
        return p["state"]["turns"].value(axis, 0.0) > 5;
    });
    EXPECT_NE(explorer->settled()["state"]["image_hash"], before["state"]["image_hash"]);
    lo_send(to.get(), "/nonsense", "f", 1.0);
    explorer->wait_until("what means nothing is counted",
                         [](const Probe& p) { return p["state"]["osc"]["ignored"] == 1; });
    expect_one_step_back_to(*explorer, before);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(OscWindowTest, ItIsSwitchedOnInTheSettings) {
    const auto explorer = start();
    explorer->press_keys("ctrl+comma");
    explorer->click("Settings/Section/Remote");
    EXPECT_EQ(explorer->probe()["state"]["osc"]["port"], 0);
    const int port = free_port();
    enter(*explorer, "Osc/Port", std::to_string(port));
    explorer->click("Osc/On");
    explorer->wait_until("it listens", [&](const Probe& p) { return p["state"]["osc"]["port"] == port; });
    const std::unique_ptr<std::remove_pointer_t<lo_address>, void (*)(lo_address)> to(
        lo_address_new("127.0.0.1", std::to_string(port).c_str()), lo_address_free);
    lo_send(to.get(), "/seed", "i", 77);
    explorer->wait_until("the seed", [](const Probe& p) { return p["state"]["seed"] == 77; });
    explorer->click("Osc/On");
    explorer->wait_until("it does not listen", [](const Probe& p) { return p["state"]["osc"]["port"] == 0; });
    explorer->click("Settings/Close");
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(OscWindowTest, TheSeedLearnsAnAddressThatMeansNothingByItself) {
    const int port = free_port();
    const auto explorer = start({"--osc", std::to_string(port)});
    const std::unique_ptr<std::remove_pointer_t<lo_address>, void (*)(lo_address)> to(
        lo_address_new("127.0.0.1", std::to_string(port).c_str()), lo_address_free);
    explorer->wait_until("it listens", [&](const Probe& p) { return p["state"]["osc"]["port"] == port; });
    right_click(*explorer, "Seed/Field");
    explorer->click("Learn");
    explorer->wait_until("it waits", [](const Probe& p) { return p["widgets"].contains("Learning"); });
    // What has a meaning keeps it.
    lo_send(to.get(), "/seed", "i", 3);
    explorer->wait_until("the seed", [](const Probe& p) { return p["state"]["seed"] == 3; });
    lo_send(to.get(), "/1/rotary2", "f", 11.0);
    explorer->wait_until("it is learned when it rests", [](const Probe& p) {
        return p["state"]["midi"]["bindings"] == 1 &&
               p["state"]["midi"]["learning"].get<std::string>().empty();
    });
    lo_send(to.get(), "/1/rotary2", "f", 12.0);
    explorer->wait_until("it moves the seed", [](const Probe& p) { return p["state"]["seed"] == 12; });
    EXPECT_EQ(explorer->probe()["state"]["osc"]["ignored"], 0);
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
