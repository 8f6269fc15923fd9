// --ui-probe FILE: where the widgets are and what the program is doing, as JSON for tests. Writes nothing
// without a file.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace progan {

class Probe {
  public:
    explicit Probe(std::filesystem::path file) : file_(std::move(file)) {}
    bool enabled() const { return !file_.empty(); }

    void begin_frame();
    /// Records the rectangle of the last Dear ImGui item under a label path such as "Seed/Next". What tests
    /// can find, the Tab key finds, too: the item becomes a stop of the keyboard's walk.
    void item(const std::string& label);
    /// Items of this frame are left out, because their panel has just opened: a next frame has them.
    bool appearing() const { return appearing_; }
    void rectangle(const std::string& label, float x, float y, float width, float height);
    /// Writes the widgets and the report (an object) atomically if anything but the frame number changed.
    /// Without fsync: it need not survive a crash.
    void write(nlohmann::json report, std::uint64_t frame);

  private:
    std::filesystem::path file_;
    std::map<std::string, std::array<float, 4>> widgets_;
    std::string focus_;  ///< label of the item that the keys have walked to
    bool appearing_ = false;
    std::string last_;
};

}  // namespace progan
