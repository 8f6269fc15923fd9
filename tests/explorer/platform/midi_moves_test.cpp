// What the bytes of MIDI devices say, by hand from the MIDI 1.0 Detailed Specification, and a raw device that
// they come in by: a pipe.
#include "app/explorer/platform/midi_moves.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <initializer_list>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "app/explorer/platform/midi_receiver.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {

std::vector<MidiMessage> messages_of(MidiStream& stream, const std::vector<int>& bytes) {
    std::vector<MidiMessage> messages;
    for (const int byte : bytes)
        if (const auto message = stream.push(static_cast<std::byte>(byte))) messages.push_back(*message);
    return messages;
}

std::vector<MidiMessage> messages_of(const std::vector<int>& bytes) {
    MidiStream stream;
    return messages_of(stream, bytes);
}

MidiMessage control(int number, int value, int channel = 0) {
    return {{MidiKind::control, channel, number}, value};
}

TEST(MidiStream, ReadsControlsNotesAndPrograms) {
    const std::vector<MidiMessage> expected{control(7, 100, 2),
                                            {{MidiKind::note, 0, 60}, 64},
                                            {{MidiKind::note, 0, 60}, 0},
                                            {{MidiKind::program, 15, 5}, 127}};
    EXPECT_EQ(messages_of({0xB2, 7, 100, 0x90, 60, 64, 0x80, 60, 40, 0xCF, 5}), expected);
}

TEST(MidiStream, AStatusHoldsUntilTheNextOne) {
    EXPECT_EQ(messages_of({0xB0, 7, 1, 7, 2, 8, 3}),
              (std::vector<MidiMessage>{control(7, 1), control(7, 2), control(8, 3)}));
    // A clock's tick in the middle of a message is none of it.
    EXPECT_EQ(messages_of({0xB0, 0xF8, 7, 0xFE, 1}), (std::vector<MidiMessage>{control(7, 1)}));
    MidiStream cut;
    EXPECT_TRUE(messages_of(cut, {0xB0, 7}).empty());
    EXPECT_EQ(messages_of(cut, {9}), (std::vector<MidiMessage>{control(7, 9)}));
}

TEST(MidiStream, WhatMeansNothingHereIsPassedOver) {
    EXPECT_TRUE(messages_of({1, 2, 3}).empty());                            // no status yet
    EXPECT_TRUE(messages_of({0xE0, 0, 64, 0xD0, 5, 0xA0, 60, 5}).empty());  // bend and pressure
    EXPECT_TRUE(messages_of({0xB0, 123, 0}).empty());                       // all notes off
    EXPECT_EQ(messages_of({0xF0, 0x7E, 7, 9, 0xF7, 0xB0, 7, 9}), (std::vector<MidiMessage>{control(7, 9)}));
    EXPECT_TRUE(messages_of({0xB0, 0xF3, 7, 9}).empty());  // a song's number ends what went before
}

TEST(MidiStream, AnyBytesGiveValuesWithinTheirRange) {
    std::mt19937 random(1);
    MidiStream stream;
    MidiMoves moves;
    for (int i = 0; i < 200'000; ++i) {
        const auto message = stream.push(static_cast<std::byte>(random()));
        if (!message) continue;
        ASSERT_TRUE(message->value >= 0 && message->value <= 127);
        ASSERT_TRUE(message->control.number >= 0 && message->control.number <= 127);
        ASSERT_TRUE(message->control.channel >= 0 && message->control.channel <= 15);
        moves.push(*message);
    }
    for (const MidiMove& move : moves.take()) ASSERT_TRUE(move.fine >= 0 && move.fine <= 16383);
}

std::vector<MidiMove> moves_of(MidiMoves& moves, std::initializer_list<MidiMessage> messages) {
    for (const MidiMessage& message : messages) moves.push(message);
    return moves.take();
}

TEST(MidiMoves, OfAFloodTheNewestCounts) {
    MidiMoves moves;
    for (int i = 0; i < 100'000; ++i) moves.push(control(7, i % 100));
    moves.push(control(8, 1));
    const std::vector<MidiMove> taken = moves.take();
    ASSERT_EQ(taken.size(), 2u);
    EXPECT_EQ(taken[0].value, 99);
    EXPECT_EQ(taken[0].low, 0);
    EXPECT_EQ(taken[0].high, 99);
    EXPECT_LE(taken[0].values.size(), 64u);
    EXPECT_EQ(taken[1].value, 1);
    EXPECT_TRUE(moves.empty());
    EXPECT_TRUE(moves.take().empty());
}

TEST(MidiMoves, FourteenBitsComeInTwo) {
    MidiMoves moves;
    EXPECT_EQ(moves_of(moves, {control(3, 64), control(35, 5)})[0].fine, 64 * 128 + 5);
    // A fine value alone refines the coarse one before it; a coarse value alone begins its step.
    std::vector<MidiMove> taken = moves_of(moves, {control(35, 6)});
    ASSERT_EQ(taken.size(), 2u);
    EXPECT_EQ(taken[1].control.number, 3);
    EXPECT_EQ(taken[1].fine, 64 * 128 + 6);
    EXPECT_TRUE(taken[1].has_fine);
    EXPECT_TRUE(taken[1].values.empty());
    taken = moves_of(moves, {control(3, 127)});
    EXPECT_EQ(taken[0].fine, 127 * 128);
    EXPECT_FALSE(taken[0].has_fine);
    EXPECT_EQ(moves_of(moves, {control(3, 127), control(35, 127)})[0].fine, 16383);
    // On another channel, or without a coarse one, it is a control of its own.
    EXPECT_EQ(moves_of(moves, {control(35, 1, 1)}).size(), 1u);
    EXPECT_EQ(moves_of(moves, {control(36, 1)}).size(), 1u);
}

TEST(MidiMoves, StepsOfEndlessKnobsInThreeWays) {
    const struct {
        ControlScale scale;
        int right, far_right, left, far_left;
    } ways[] = {{ControlScale::twos_complement, 1, 3, 127, 125},
                {ControlScale::binary_offset, 65, 67, 63, 61},
                {ControlScale::signed_bit, 1, 3, 65, 67}};
    for (const auto& way : ways) {
        EXPECT_EQ(midi_steps(way.scale, way.right), 1);
        EXPECT_EQ(midi_steps(way.scale, way.far_right), 3);
        EXPECT_EQ(midi_steps(way.scale, way.left), -1);
        EXPECT_EQ(midi_steps(way.scale, way.far_left), -3);
        MidiMoves moves;
        // They add up: none is lost where the newest counts.
        const std::vector<MidiMove> taken = moves_of(
            moves,
            {control(1, way.right), control(1, way.right), control(1, way.far_right), control(1, way.left)});
        EXPECT_EQ(taken[0].steps(way.scale), 4);
        EXPECT_EQ(moves_of(moves, {control(1, way.far_left)})[0].steps(way.scale), -3);
    }
    EXPECT_EQ(midi_steps(ControlScale::absolute, 5), 0);
}

TEST(MidiMoves, APressIsNotLostBetweenTwoFrames) {
    MidiMoves moves;
    const MidiControl key{MidiKind::note, 0, 60}, program{MidiKind::program, 0, 3};
    EXPECT_EQ(moves_of(moves, {{key, 90}, {key, 0}, {key, 90}})[0].presses, 2);
    EXPECT_EQ(moves_of(moves, {{key, 0}})[0].presses, 0);
    EXPECT_EQ(moves_of(moves, {control(20, 127), control(20, 127), control(20, 0)})[0].presses, 1);
    EXPECT_EQ(moves_of(moves, {{program, 127}, {program, 127}})[0].presses, 2);
}

TEST(MidiReceiver, APortIsCalledWithoutTheNumbersThatChange) {
    EXPECT_EQ(midi_port_name("nanoKONTROL2:nanoKONTROL2 MIDI 1 20:0"), "nanoKONTROL2:nanoKONTROL2 MIDI 1");
    EXPECT_EQ(midi_port_name("Keys 61"), "Keys 61");
    EXPECT_EQ(midi_port_name("A:B"), "A:B");
    EXPECT_EQ(midi_port_name(""), "");
    EXPECT_TRUE(is_raw_midi_device("/dev/snd/midiC1D0"));
    EXPECT_FALSE(is_raw_midi_device("Name/with a slash"));
}

bool until(const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
}

TEST(MidiReceiver, ARawDeviceIsReadAlsoIfItComesLater) {
    const test::StateFolder folder("midi-receiver");
    const std::string device = folder.path / "midi";
    std::atomic<int> woken = 0;
    MidiReceiver receiver(device, [&] { ++woken; });
    EXPECT_EQ(receiver.connected(), "");
    ASSERT_EQ(mkfifo(device.c_str(), 0600), 0);
    ASSERT_TRUE(until([&] { return receiver.connected() == device; }));
    for (const int value : {10, 20}) {  // two programs, one after the other
        const int out = open(device.c_str(), O_WRONLY | O_CLOEXEC);
        const unsigned char bytes[] = {0xB0, 7, static_cast<unsigned char>(value)};
        ASSERT_EQ(write(out, bytes, sizeof bytes), 3);
        close(out);
        std::vector<MidiMove> moves;
        ASSERT_TRUE(until([&] { return !(moves = receiver.take()).empty(); }));
        EXPECT_EQ(moves[0].value, value);
    }
    EXPECT_GE(woken, 3);
}

TEST(MidiReceiver, ADeviceThatCannotBeReadIsToldInAFewWords) {
    const test::StateFolder folder("midi-receiver-folder");
    MidiReceiver receiver(folder.path / "..", [] {});
    // A folder can be opened for reading, but not read: that is no more than "not connected".
    EXPECT_TRUE(until([&] { return receiver.connected().empty(); }));
    MidiReceiver loop("/proc/self/mem/x", [] {});
    EXPECT_TRUE(until([&] { return receiver.problem().empty() && loop.problem() == "Not a directory"; }));
}

/// Needs ALSA's sequencer, which containers do not have.
TEST(MidiReceiver, PortsAreListedWhereThereIsASequencer) {
    const MidiPorts ports = midi_ports();
    EXPECT_EQ(ports.sequencer, access("/dev/snd/seq", R_OK | W_OK) == 0);
    if (!ports.sequencer) {
        EXPECT_TRUE(ports.names.empty());
    }
}

}  // namespace
}  // namespace progan
