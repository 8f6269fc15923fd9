#include "models/portraits/renderer/attributes.h"

#include <array>
#include <cstdio>

#include "models/portraits/renderer/colour.h"

namespace portraits {
namespace {

/// A number of a person that can be read and set, with its decimals in the file.
struct Column {
    const char* name;
    int decimals;
    float& (*number)(Person&);
};

constexpr Column kFirstColumns[] = {
    {"age", 1, [](Person& p) -> float& { return p.head.age; }},
    {"gender", 3, [](Person& p) -> float& { return p.head.gender; }},
    {"weight", 3, [](Person& p) -> float& { return p.head.weight; }},
    {"muscle", 3, [](Person& p) -> float& { return p.head.muscle; }},
    {"targets_african", 3, [](Person& p) -> float& { return p.head.target_mix[0]; }},
    {"targets_asian", 3, [](Person& p) -> float& { return p.head.target_mix[1]; }},
    {"targets_caucasian", 3, [](Person& p) -> float& { return p.head.target_mix[2]; }},
    {"skin_tone", 3, [](Person& p) -> float& { return p.skin.tone; }},
    {"smile", 3, [](Person& p) -> float& { return p.expression.smile; }},
    {"mouth_open", 3, [](Person& p) -> float& { return p.expression.mouth_open; }},
    {"eye_closure", 3, [](Person& p) -> float& { return p.expression.eye_closure; }},
    {"brow_up", 3, [](Person& p) -> float& { return p.expression.brow_up; }},
    {"brow_down", 3, [](Person& p) -> float& { return p.expression.brow_down; }},
    {"yaw", 2, [](Person& p) -> float& { return p.expression.yaw; }},
    {"pitch", 2, [](Person& p) -> float& { return p.expression.pitch; }},
    {"gaze_x", 2, [](Person& p) -> float& { return p.expression.gaze_x; }},
    {"gaze_y", 2, [](Person& p) -> float& { return p.expression.gaze_y; }},
    {"light_azimuth", 1, [](Person& p) -> float& { return p.lighting.azimuth; }},
    {"light_elevation", 1, [](Person& p) -> float& { return p.lighting.elevation; }},
    {"light_intensity", 3, [](Person& p) -> float& { return p.lighting.intensity; }},
    {"light_warmth", 3, [](Person& p) -> float& { return p.lighting.warmth; }},
    {"fill", 3, [](Person& p) -> float& { return p.lighting.fill; }},
    {"rim", 3, [](Person& p) -> float& { return p.lighting.rim; }},
    {"exposure", 3, [](Person& p) -> float& { return p.lighting.exposure; }},
};
constexpr Column kHairColumns[] = {
    {"hair_length", 3, [](Person& p) -> float& { return p.hair.length; }},
    {"hair_volume", 3, [](Person& p) -> float& { return p.hair.volume; }},
    {"hair_curl", 3, [](Person& p) -> float& { return p.hair.curl; }},
    {"hair_part", 3, [](Person& p) -> float& { return p.hair.part; }},
    {"hair_recede", 3, [](Person& p) -> float& { return p.hair.recede; }},
};
constexpr Column kGray{"grey", 3, [](Person& p) -> float& { return p.hair.gray; }};
constexpr Column kBrowAndBeardColumns[] = {
    {"brow_thickness", 3, [](Person& p) -> float& { return p.brows.thickness; }},
    {"brow_arch", 3, [](Person& p) -> float& { return p.brows.arch; }},
    {"beard", 3, [](Person& p) -> float& { return p.beard.density; }},
    {"beard_length", 3, [](Person& p) -> float& { return p.beard.length; }},
    {"lipstick", 3, [](Person& p) -> float& { return p.make_up.lipstick; }},
    {"eyeshadow", 3, [](Person& p) -> float& { return p.make_up.eyeshadow; }},
    {"blush", 3, [](Person& p) -> float& { return p.make_up.blush; }},
};

// In the file gender runs from -1 female to 1 male.
constexpr const char* kGender = "gender";
constexpr const char* kHairStyle = "hair_style_id";
constexpr const char* kGlasses = "glasses";

/// Collects the columns, once for their names and once per person for their values.
class Line {
  public:
    void name(const std::string& text) { text_ += (text_.empty() ? "" : ",") + text; }
    void number(float value, int decimals) {
        std::array<char, 48> text{};
        std::snprintf(text.data(), text.size(), "%.*f", decimals, static_cast<double>(value));
        name(text.data());
    }
    void color(Vec3 linear) {
        for (const float v : {linear.x, linear.y, linear.z}) number(srgb_from_linear(v), 3);
    }
    void color_names(const std::string& stem) {
        for (const char* channel : {"_r", "_g", "_b"}) name(stem + channel);
    }
    template <typename Columns>
    void names(const Columns& columns) {
        for (const Column& column : columns) name(column.name);
    }
    template <typename Columns>
    void numbers(const Columns& columns, Person& person) {
        for (const Column& column : columns) number(column.number(person), column.decimals);
    }
    const std::string& text() const { return text_; }

  private:
    std::string text_;
};

template <typename Columns>
const Column* find(const Columns& columns, const std::string& name) {
    for (const Column& column : columns)
        if (name == column.name) return &column;
    return nullptr;
}

const Column* find_column(const std::string& name) {
    for (const Column* found :
         {find(kFirstColumns, name), find(kHairColumns, name), find(kBrowAndBeardColumns, name)})
        if (found != nullptr) return found;
    return name == kGray.name ? &kGray : nullptr;
}

}  // namespace

std::string attribute_header() {
    Line line;
    line.name("file");
    line.names(kFirstColumns);
    line.color_names("background");
    line.name("hair_style");
    line.name(kHairStyle);
    line.names(kHairColumns);
    line.color_names("hair");
    line.name(kGray.name);
    line.color_names("eye");
    line.names(kBrowAndBeardColumns);
    line.name(kGlasses);
    line.color_names("cloth");
    return line.text();
}

std::string attribute_line(const std::string& file, const Person& person) {
    Person p = person;
    p.head.gender = 2 * p.head.gender - 1;
    const auto style = static_cast<std::size_t>(p.hair.style);
    Line line;
    line.name(file);
    line.numbers(kFirstColumns, p);
    line.color((p.background.from + p.background.to) * .5f);
    line.name(std::string(kHairStyleNames[style]));
    line.name(std::to_string(style));
    line.numbers(kHairColumns, p);
    line.color(mix(p.hair.color, Vec3(.50f, .48f, .46f), p.hair.gray));
    line.number(p.hair.gray, kGray.decimals);
    line.color(p.eye_color);
    line.numbers(kBrowAndBeardColumns, p);
    line.name(std::to_string(static_cast<int>(p.glasses.frame)));
    line.color(p.cloth.color);
    return line.text();
}

bool set_attribute(Person& person, const std::string& name, float value, bool is_target) {
    if (const Column* column = find_column(name))
        column->number(person) = name == kGender ? (value + 1) / 2 : value;
    else if (name == kHairStyle)
        person.hair.style = static_cast<HairStyle>(std::clamp(static_cast<int>(value), 0, kHairStyles - 1));
    else if (name == kGlasses)
        person.glasses.frame = static_cast<Frame>(std::clamp(static_cast<int>(value), 0, 3));
    else if (is_target)
        person.head.morphs[name] = value;
    else
        return false;
    return true;
}

}  // namespace portraits
