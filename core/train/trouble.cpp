#include "core/train/trouble.h"

#include "core/support/translate.h"
#include "core/train/run_measure.h"

namespace progan {
namespace {

constexpr double kMemorizing = 0.5;  // of the way from the training pictures' scores to the generated ones'
constexpr double kCertain = 0.95;
constexpr double kMinVariety = 0.5;  // of the training pictures'

bool is_memorizing(const RunMeasure& measure) {
    if (!measure.held_back_score) return false;
    const double fall = measure.trained_score - *measure.held_back_score;
    const double whole = measure.trained_score - measure.generated_score;
    return whole > 0 && fall > 2 * measure.score_error && fall > kMemorizing * whole;
}

}  // namespace

const char* trouble_sentence(Trouble trouble) {
    switch (trouble) {
        case Trouble::memorizing:
            return tr_later(
                "The discriminator is memorising its pictures: it scores held-back pictures more like "
                "generated ones. More pictures or augmentation would help.");
        case Trouble::certain:
            return tr_later(
                "The discriminator is certain of nearly every picture it trains on, as if it had memorised "
                "them. More pictures or augmentation would help.");
        case Trouble::collapse:
            break;
    }
    return tr_later(
        "The generated pictures are very alike: they vary less than half as much as the training pictures. "
        "This is normal early in a run; if it persists, more pictures or more images per phase would help.");
}

std::vector<Trouble> troubles_in(const RunMeasure& measure, double real_sign) {
    std::vector<Trouble> result;
    if (is_memorizing(measure)) result.push_back(Trouble::memorizing);
    if (!measure.held_back_score && real_sign > kCertain) result.push_back(Trouble::certain);
    if (1 - measure.alikeness < kMinVariety * (1 - measure.picture_alikeness))
        result.push_back(Trouble::collapse);
    return result;
}

}  // namespace progan
