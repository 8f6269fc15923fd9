#include "app/explorer/ui/picture_walk.h"

#include <imgui.h>

#include <algorithm>

#include "app/explorer/platform/keyboard_walk.h"

namespace progan {
namespace {

constexpr int kNowhere = -1;

/// Where a key leads from a picture: to itself, where there is none in that direction.
std::size_t led_to(walk::Way way, std::size_t from, const PictureWalk::Shape& shape) {
    const std::size_t last = shape.count - 1, columns = std::max<std::size_t>(1, shape.columns);
    switch (way) {
        case walk::Way::left:
            return from > 0 ? from - 1 : from;
        case walk::Way::right:
            return std::min(from + 1, last);
        case walk::Way::up:
            return from >= columns ? from - columns : from;
        case walk::Way::down:
            return from + columns <= last ? from + columns : from;
        case walk::Way::home:
            return 0;
        case walk::Way::end:
            return last;
        case walk::Way::none:
            break;
    }
    return from;
}

}  // namespace

PictureWalk::PictureWalk(const char* id, const Shape& shape)
    : id_(ImGui::GetID(id)), kept_(*ImGui::GetStateStorage()), shape_(shape), before_(walk::stop_count()) {
    // As the last frame left it: which picture has the focus is known once it is drawn.
    const int at = kept_.GetInt(id_, kNowhere);
    if (at == kNowhere || shape_.count == 0 || !walk::walking()) return;
    const walk::Way way = walk::take_way(shape_.columns < shape_.count);
    if (way != walk::Way::none)
        wanted_ = led_to(way, std::min(static_cast<std::size_t>(at), shape_.count - 1), shape_);
}

PictureWalk::~PictureWalk() {
    kept_.SetInt(id_, here_ ? static_cast<int>(*here_) : kNowhere);
    if (stops_.empty()) return;
    const auto is = [](std::size_t index) {
        return [index](const Stops& stops) { return stops.index == index; };
    };
    auto kept = stops_.end();
    for (const std::optional<std::size_t> index : {here_, shape_.current})
        if (index && kept == stops_.end()) kept = std::find_if(stops_.begin(), stops_.end(), is(*index));
    if (kept == stops_.end()) kept = stops_.begin();
    walk::keep_stops({stops_.front().first, stops_.back().end}, {kept->first, kept->end});
}

void PictureWalk::drawn(std::size_t index) {
    walk::stop_here();
    if (wanted_ == index) walk::come_here();
    const std::size_t first = stops_.empty() ? before_ : stops_.back().end, end = walk::stop_count();
    if (walk::is_among({first, end})) here_ = index;
    stops_.push_back({index, first, end});
}

}  // namespace progan
