#include "core/labels/learned_axes.h"

#include <algorithm>
#include <memory>

#include "core/labels/picture_basis.h"

namespace progan {
namespace {

// Thousandths, as the time goes into them for 4,000 portraits and a model of 64 x 64.
constexpr std::int64_t kRead = 350, kLearned = 600, kEnd = 1000;

/// Maps a part of the work to `from`..`to` thousandths.
ProgressReport part_of(const ProgressReport& whole, std::int64_t from, std::int64_t to) {
    if (!whole) return {};
    return [&whole, from, to](std::int64_t done, std::int64_t total) {
        whole(from + (to - from) * done / std::max<std::int64_t>(total, 1), kEnd);
    };
}

}  // namespace

LearnedAxes learn_axes(Generator& generator, const AttributeTable& table, const LabelledAxesOptions& options,
                       const ProgressReport& progress) {
    const LearnedAttributes learned =
        learn_attributes(table, std::make_shared<PictureBasis>(resolution(generator.spec().last_level)),
                         part_of(progress, 0, kRead), part_of(progress, kRead, kLearned));
    LearnedAxes result;
    result.unreadable = learned.unreadable.size();
    for (LabelledAxis& axis : labelled_axes(generator, learned, options, part_of(progress, kLearned, kEnd))) {
        if (axis.has_axis)
            result.axes.push_back(std::move(axis.axis));
        else
            result.without_axis.push_back(axis.column);
    }
    return result;
}

}  // namespace progan
