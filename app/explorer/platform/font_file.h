// A font file in memory, as Dear ImGui draws from it. One thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

struct stbtt_fontinfo;

namespace progan {

class FontFile {
  public:
    /// `index`: of the font in a collection. What cannot be read or is no font with outlines holds nothing.
    FontFile(const std::filesystem::path& path, int index);
    ~FontFile();
    FontFile(const FontFile&) = delete;
    FontFile& operator=(const FontFile&) = delete;

    bool holds(unsigned code_point) const;
    /// From the lowest to the highest, in ems: 1.2 is usual, fonts with marks above each other have up to 2.
    /// Dear ImGui sizes fonts by it. 1.2 if it is no font.
    float line_height() const;
    const std::filesystem::path& path() const { return path_; }
    int index() const { return index_; }
    /// Empty if it is no font.
    const std::string& bytes() const { return bytes_; }

  private:
    std::filesystem::path path_;
    int index_;
    std::string bytes_;
    std::unique_ptr<stbtt_fontinfo> outlines_;
};

}  // namespace progan
