#include "core/model/face_anchors.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/files/json_reader.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr int kFormatVersion = 1;
constexpr const char* kSubject = "The position of the eyes and the mouth";

double distance(const AnchorPoint& a, const AnchorPoint& b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

AnchorPoint point(const JsonReader& json, const char* name) {
    const std::vector<JsonReader> numbers = json.member(name).elements(2, 2);
    return {numbers[0].number(), numbers[1].number()};
}

}  // namespace

void validate(const FaceAnchors& anchors) {
    const double eyes = distance(anchors.left_eye, anchors.right_eye);
    const AnchorPoint between{(anchors.left_eye.x + anchors.right_eye.x) / 2,
                              (anchors.left_eye.y + anchors.right_eye.y) / 2};
    const double mouth = distance(between, anchors.mouth);
    // A face seen from nearly the side still has a tenth of the distance between its eyes.
    if (!std::isfinite(eyes + mouth) || !(eyes > 0) || !(mouth > 0) || eyes < mouth / 20 || mouth < eyes / 20)
        throw Error(
            "{} cannot be that of a face: the eyes are {:.4g} apart, and the mouth is {:.4g} from the point "
            "between them.",
            kSubject, eyes, mouth);
}

std::string anchors_to_json(const FaceAnchors& anchors) {
    const auto pair = [](const AnchorPoint& point) {
        return nlohmann::ordered_json::array({point.x, point.y});
    };
    return nlohmann::ordered_json{{"version", kFormatVersion},
                                  {"left_eye", pair(anchors.left_eye)},
                                  {"right_eye", pair(anchors.right_eye)},
                                  {"mouth", pair(anchors.mouth)}}
        .dump();
}

std::optional<FaceAnchors> anchors_from_json(std::string_view text) {
    try {
        const nlohmann::json document = parse_json(text, kSubject);
        const JsonReader json(document, kSubject);
        json.version(kFormatVersion, "a place");
        const FaceAnchors anchors{point(json, "left_eye"), point(json, "right_eye"), point(json, "mouth")};
        validate(anchors);
        return anchors;
    } catch (const Error&) {
        return {};
    }
}

}  // namespace progan
