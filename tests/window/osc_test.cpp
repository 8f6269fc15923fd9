// Another program turns the real window's slider by Open Sound Control.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <lo/lo.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

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

class OscWindowTest : public WindowTest {};

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
    explorer->wait_until("the sweep is one step", [&](const Probe& p) {
        return p["state"]["history_size"] == before["state"]["history_size"].get<int>() + 1;
    });
    explorer->press_keys("ctrl+z");
    explorer->wait_until("it is taken back", [&](const Probe& p) {
        return p["state"]["turns"].empty() && Explorer::is_settled(p) &&
               p["state"]["image_hash"] == before["state"]["image_hash"];
    });
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
        return p["state"]["midi"]["bindings"] == 1 && p["state"]["midi"]["learning"] == "";
    });
    lo_send(to.get(), "/1/rotary2", "f", 12.0);
    explorer->wait_until("it moves the seed", [](const Probe& p) { return p["state"]["seed"] == 12; });
    EXPECT_EQ(explorer->probe()["state"]["osc"]["ignored"], 0);
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
