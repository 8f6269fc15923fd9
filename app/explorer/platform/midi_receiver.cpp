#include "app/explorer/platform/midi_receiver.h"

#include <RtMidi.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

constexpr const char* kSequencer = "/dev/snd/seq";
constexpr const char* kClient = "ProGAN Explorer";
constexpr int kLookAgainMs = 1000;  // for a port that is not there, or no longer
constexpr std::size_t kBuffer = 1024;

/// A client of ALSA's sequencer, or null. RtMidi and ALSA write to the standard error where there is none: so
/// they are not asked then.
std::unique_ptr<RtMidiIn> open_sequencer() {
    if (access(kSequencer, R_OK | W_OK) != 0) return nullptr;
    try {
        auto in = std::make_unique<RtMidiIn>(RtMidi::LINUX_ALSA, kClient);
        in->setErrorCallback([](RtMidiError::Type, const std::string&, void*) {}, nullptr);
        return in;
    } catch (const RtMidiError&) {
        return nullptr;
    }
}

std::vector<std::string> listed(RtMidiIn& in) {
    std::vector<std::string> names;
    for (unsigned port = 0; port < in.getPortCount(); ++port) names.push_back(in.getPortName(port));
    return names;
}

/// The port of that name, or else the first whose name has it as a part.
std::optional<unsigned> find_port(const std::vector<std::string>& names, const std::string& wanted) {
    const auto index_of = [&](auto fits) -> std::optional<unsigned> {
        const auto found = std::find_if(names.begin(), names.end(), fits);
        if (found == names.end()) return std::nullopt;
        return static_cast<unsigned>(found - names.begin());
    };
    if (const auto same = index_of([&](const std::string& name) { return midi_port_name(name) == wanted; }))
        return same;
    const std::string part = to_lower(wanted);
    return index_of([&](const std::string& name) { return to_lower(name).find(part) != std::string::npos; });
}

}  // namespace

MidiPorts midi_ports() {
    const std::unique_ptr<RtMidiIn> in = open_sequencer();
    MidiPorts ports{in != nullptr, {}};
    if (!in) return ports;
    for (const std::string& name : listed(*in)) {
        std::string known = midi_port_name(name);
        // The sequencer's own port passes on what other programs send: no device.
        if (known.starts_with("Midi Through")) continue;
        if (std::find(ports.names.begin(), ports.names.end(), known) == ports.names.end())
            ports.names.push_back(std::move(known));
    }
    return ports;
}

std::string midi_port_name(std::string_view listed) {
    const std::size_t space = listed.find_last_of(' ');
    if (space == std::string_view::npos || space == 0) return std::string(listed);
    const std::string_view numbers = listed.substr(space + 1);
    const std::size_t colon = numbers.find(':');
    const auto digits = [](std::string_view text) {
        return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
    };
    const bool added = colon != std::string_view::npos && digits(numbers.substr(0, colon)) &&
                       digits(numbers.substr(colon + 1));
    return std::string(added ? listed.substr(0, space) : listed);
}

bool is_raw_midi_device(std::string_view port) {
    return port.find('/') != std::string_view::npos && !port.empty() && (port[0] == '/' || port[0] == '.');
}

MidiReceiver::MidiReceiver(std::string port, std::function<void()> wake)
    : port_(std::move(port)), wake_(std::move(wake)) {
    if (pipe2(end_, O_CLOEXEC) != 0)
        throw Error("The program cannot listen for MIDI: {}.", std::strerror(errno));
    thread_ = std::thread([this] { is_raw_midi_device(port_) ? follow_device() : follow_port(); });
}

MidiReceiver::~MidiReceiver() {
    close(end_[1]);
    thread_.join();
    close(end_[0]);
}

bool MidiReceiver::ended_after_a_while() {
    pollfd end{end_[0], POLLIN, 0};
    return poll(&end, 1, kLookAgainMs) != 0;
}

/// RtMidi does not say when a port goes: so it is looked for all the time.
void MidiReceiver::follow_port() {
    std::unique_ptr<RtMidiIn> in;
    do {
        try {
            if (!in) {
                in = open_sequencer();
                if (!in) continue;
                in->setCallback(
                    [](double, std::vector<unsigned char>* message, void* self) {
                        static_cast<MidiReceiver*>(self)->heard(std::as_bytes(std::span(*message)));
                    },
                    this);
            }
            const std::vector<std::string> names = listed(*in);
            const std::optional<unsigned> port = find_port(names, port_);
            if (in->isPortOpen() && (!port || midi_port_name(names[*port]) != connected())) {
                in->closePort();
                say("", "");
            }
            if (in->isPortOpen() || !port) continue;
            in->openPort(*port, kClient);
            if (in->isPortOpen()) say(midi_port_name(names[*port]), "");
        } catch (const RtMidiError&) {  // it went meanwhile
            in.reset();
            say("", "");
        }
    } while (!ended_after_a_while());
}

void MidiReceiver::follow_device() {
    do {
        struct stat about {};
        const bool pipe = stat(port_.c_str(), &about) == 0 && S_ISFIFO(about.st_mode);
        // A pipe that is also open for writing here does not end with each program that writes to it.
        const int device =
            open(port_.c_str(), (pipe ? O_RDWR : O_RDONLY) | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
        if (device < 0) {
            say("", errno == ENOENT ? "" : std::strerror(errno));
            continue;
        }
        say(port_, "");
        read_device(device);
        close(device);
        say("", "");
    } while (!ended_after_a_while());
}

/// Until it is unplugged or the thread is to end.
void MidiReceiver::read_device(int device) {
    std::array<std::byte, kBuffer> bytes{};
    std::array<pollfd, 2> both{pollfd{device, POLLIN, 0}, pollfd{end_[0], POLLIN, 0}};
    while (true) {
        if (poll(both.data(), both.size(), -1) < 0 && errno != EINTR) return;
        if (both[1].revents != 0) return;
        if (both[0].revents == 0) continue;
        const ssize_t size = read(device, bytes.data(), bytes.size());
        if (size > 0)
            heard(std::span(bytes).first(static_cast<std::size_t>(size)));
        else if (size == 0 || (errno != EAGAIN && errno != EINTR))
            return;
    }
}

void MidiReceiver::heard(std::span<const std::byte> bytes) {
    bool first = false;
    {
        const std::lock_guard lock(mutex_);
        const bool was_empty = moves_.empty();
        for (const std::byte byte : bytes)
            if (const std::optional<MidiMessage> message = stream_.push(byte)) moves_.push(*message);
        first = was_empty && !moves_.empty();
    }
    if (first) wake_();
}

std::vector<MidiMove> MidiReceiver::take() {
    const std::lock_guard lock(mutex_);
    return moves_.take();
}

std::string MidiReceiver::connected() const {
    const std::lock_guard lock(mutex_);
    return connected_;
}

std::string MidiReceiver::problem() const {
    const std::lock_guard lock(mutex_);
    return problem_;
}

void MidiReceiver::say(const std::string& connected, const std::string& problem) {
    {
        const std::lock_guard lock(mutex_);
        if (connected_ == connected && problem_ == problem) return;
        connected_ = connected;
        problem_ = problem;
        stream_ = {};  // what began in the middle of a message does not go on elsewhere
    }
    wake_();
}

}  // namespace progan
