#include "core/documents/control_bindings.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "core/files/atomic_file.h"
#include "core/files/json_reader.h"
#include "core/files/json_text.h"
#include "core/files/readable_items.h"
#include "core/support/error.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr int kVersion = 1;
constexpr std::size_t kMaxFileBytes = std::size_t{4} << 20;
constexpr std::size_t kMaxAddress = 256, kMaxName = 1024;

constexpr auto kKindNames = enum_names<MidiKind>(
    {{MidiKind::control, "control"}, {MidiKind::note, "note"}, {MidiKind::program, "program"}});
constexpr auto kActionNames =
    enum_names<ControlAction>({{ControlAction::axis, "axis"},
                               {ControlAction::seed, "seed"},
                               {ControlAction::position, "position"},
                               {ControlAction::play, "play"},
                               {ControlAction::next_favourite, "next-favourite"},
                               {ControlAction::previous_favourite, "previous-favourite"}});

bool is_of_osc(ControlScale scale) {
    return scale == ControlScale::unit || scale == ControlScale::both_sides;
}

void read_control(const JsonReader& json, ControlBinding& binding) {
    if (const std::optional<JsonReader> osc = json.find("osc")) {
        binding.osc = osc->text(2, kMaxAddress);
        if (binding.osc[0] != '/') osc->fail("an address that begins with /");
        return;
    }
    const JsonReader midi = json.member("midi");
    binding.midi = {midi.one_of(kKindNames), static_cast<int>(json.member("channel").integer(1, 16)) - 1,
                    static_cast<int>(json.member("number").integer(0, 127))};
}

ControlBinding read_binding(const JsonReader& json) {
    ControlBinding binding;
    read_control(json, binding);
    const bool osc = !binding.osc.empty();
    binding.scale =
        json.one_of_or("scale", osc ? ControlScale::unit : ControlScale::absolute, kControlScaleNames);
    if (is_of_osc(binding.scale) != osc)
        json.member("scale").fail(osc ? "0-to-1 or -1-to-1 for an OSC address" : "a MIDI scale");
    if (binding.scale == ControlScale::fine && binding.midi.number >= 32)
        json.member("number").fail("0 to 31 for 14-bit values");
    binding.action = json.member("moves").one_of(kActionNames);
    const bool goes_through_values = binding.action == ControlAction::axis ||
                                     binding.action == ControlAction::seed ||
                                     binding.action == ControlAction::position;
    if (goes_through_values && !osc && binding.midi.kind != MidiKind::control)
        json.member("midi").fail("\"control\" for anything with many values");
    if (binding.action == ControlAction::axis) {
        binding.axis = json.member("axis").text(1, kMaxName);
        if (const std::optional<JsonReader> name = json.find("name"))
            binding.axis_name = name->text(0, kMaxName);
    }
    binding.id = control_binding_id(binding);
    return binding;
}

nlohmann::ordered_json json_of(const ControlBinding& binding) {
    nlohmann::ordered_json json;
    if (binding.osc.empty()) {
        json["midi"] = kKindNames.name(binding.midi.kind);
        json["channel"] = binding.midi.channel + 1;
        json["number"] = binding.midi.number;
    } else {
        json["osc"] = binding.osc;
    }
    json["scale"] = kControlScaleNames.name(binding.scale);
    json["moves"] = kActionNames.name(binding.action);
    if (binding.action == ControlAction::axis) {
        json["axis"] = binding.axis;
        json["name"] = binding.axis_name;
    }
    return json;
}

}  // namespace

bool same_control(const ControlBinding& a, const ControlBinding& b) {
    return a.osc == b.osc && (!a.osc.empty() || a.midi == b.midi);
}

std::string control_binding_id(const ControlBinding& binding) {
    const std::string control = binding.osc.empty()
                                    ? fmt::format("{}-{}-{}", kKindNames.name(binding.midi.kind),
                                                  binding.midi.channel + 1, binding.midi.number)
                                    : binding.osc;
    return fmt::format("{} {} {}", control, kActionNames.name(binding.action), binding.axis);
}

std::vector<ControlBinding> control_bindings_from_json(std::string_view text, const std::string& name,
                                                       std::vector<std::string>& problems) {
    const nlohmann::json document = parse_json(text, name);
    const JsonReader json(document, name);
    json.version(kVersion, "a list of controls");
    return readable_items(json.member("controls"), read_binding, problems);
}

std::string control_bindings_to_json(const std::vector<ControlBinding>& bindings) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const ControlBinding& binding : bindings) list.push_back(json_of(binding));
    return pretty_json({{"version", kVersion}, {"controls", list}});
}

fs::path control_bindings_path(const fs::path& data_folder) {
    return data_folder / "controls.json";
}

ControlBindingStore control_binding_store(const fs::path& file) {
    ControlBindingStore::Format format;
    format.load = [](const fs::path& path) {
        return load_readable<ControlBindingStore>(path, kMaxFileBytes, control_bindings_from_json);
    };
    format.save = [](const fs::path& path, const std::vector<ControlBinding>& bindings) {
        write_file_atomically(path, control_bindings_to_json(bindings));
    };
    return {file, file.parent_path(), std::move(format)};
}

}  // namespace progan
