// controls.json: what moves what, written, read, shared and damaged.
#include "core/documents/control_bindings.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/files/atomic_file.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {
using test::error_of;

class ControlBindingsTest : public test::InTemporaryFolder {};

ControlBinding binding(MidiControl midi, ControlScale scale, ControlAction action) {
    ControlBinding made;
    made.midi = midi;
    made.scale = scale;
    made.action = action;
    made.id = control_binding_id(made);
    return made;
}

std::vector<ControlBinding> some() {
    ControlBinding axis = binding({MidiKind::control, 15, 31}, ControlScale::fine, ControlAction::axis);
    axis.axis = "sefa-1";
    axis.axis_name = "Mouth \"open\"";
    axis.id = control_binding_id(axis);
    ControlBinding osc = binding({}, ControlScale::both_sides, ControlAction::position);
    osc.osc = "/1/fader3";
    osc.id = control_binding_id(osc);
    return {axis, binding({MidiKind::control, 0, 127}, ControlScale::signed_bit, ControlAction::seed),
            binding({MidiKind::note, 9, 36}, ControlScale::absolute, ControlAction::play),
            binding({MidiKind::program, 0, 1}, ControlScale::absolute, ControlAction::next_favourite), osc};
}

std::vector<ControlBinding> read(const std::string& controls, std::vector<std::string>& problems) {
    return control_bindings_from_json(R"({"version":1,"controls":[)" + controls + "]}", "controls", problems);
}

TEST_F(ControlBindingsTest, WhatIsWrittenIsRead) {
    std::vector<std::string> problems;
    EXPECT_TRUE(control_bindings_from_json(control_bindings_to_json(some()), "controls", problems) == some());
    EXPECT_TRUE(problems.empty());
}

TEST_F(ControlBindingsTest, WhatIsLeftOutHasTheUsualMeaning) {
    std::vector<std::string> problems;
    const auto bindings = read(R"({"midi":"control","channel":1,"number":21,"moves":"axis","axis":"a"},)"
                               R"({"osc":"/x","moves":"play"})",
                               problems);
    ASSERT_EQ(bindings.size(), 2u);
    EXPECT_EQ(bindings[0].scale, ControlScale::absolute);
    EXPECT_EQ(bindings[0].midi.channel, 0);
    EXPECT_EQ(bindings[1].scale, ControlScale::unit);
}

TEST_F(ControlBindingsTest, ADamagedBindingIsLeftOutAndSaid) {
    const std::string good = R"({"osc":"/x","moves":"play"})";
    for (const std::string other :
         {"7", "{}", R"({"osc":"x","moves":"play"})", R"({"osc":"/x"})", R"({"osc":"/y","moves":"jump"})",
          R"({"osc":"/y","moves":"axis"})", R"({"osc":"/y","moves":"play","scale":"14-bit"})",
          R"({"midi":"control","channel":0,"number":1,"moves":"seed"})",
          R"({"midi":"control","channel":1,"number":128,"moves":"seed"})",
          R"({"midi":"control","channel":1,"number":40,"moves":"seed","scale":"14-bit"})",
          R"({"midi":"control","channel":1,"number":1,"moves":"seed","scale":"0-to-1"})",
          R"({"midi":"note","channel":1,"number":1,"moves":"seed"})", R"({"osc":"/x","moves":"play"})"}) {
        std::vector<std::string> problems;
        EXPECT_EQ(read(fmt::format("{},{}", good, other), problems).size(), 1u) << other;
        ASSERT_EQ(problems.size(), 1u) << other;
        EXPECT_TRUE(problems[0].starts_with("controls: controls[1]")) << problems[0];
    }
    std::vector<std::string> problems;
    EXPECT_NE(error_of([&] {
                  control_bindings_from_json(R"({"version":2,"controls":[]})", "controls", problems);
              }).find("controls"),
              std::string::npos);
}

TEST_F(ControlBindingsTest, TwoWindowsKeepWhatEitherAdds) {
    ControlBindingStore one = control_binding_store(control_bindings_path(folder_)),
                        other = control_binding_store(control_bindings_path(folder_));
    const std::vector<ControlBinding> all = some();
    one.change(keyed_changes<ControlBinding>({}, {all[0]}));
    other.change(keyed_changes<ControlBinding>({}, {all[1]}));
    EXPECT_TRUE(one.read().items == (std::vector<ControlBinding>{all[0], all[1]}));
}

TEST_F(ControlBindingsTest, WhatCannotBeReadIsSetAsideAndNotLost) {
    const auto path = control_bindings_path(folder_);
    write_file_atomically(path, "not JSON");
    const ControlBindingStore::Contents contents = control_binding_store(path).read();
    EXPECT_TRUE(contents.items.empty());
    EXPECT_NE(contents.warning.find("renamed to controls.json.unreadable-1"), std::string::npos)
        << contents.warning;
    EXPECT_EQ(read_text_file(folder_ / "controls.json.unreadable-1", 100), "not JSON");
}

}  // namespace
}  // namespace progan
