#include "app/explorer/features/training/pictures_text.h"

#include "core/support/text.h"
#include "core/support/translate.h"
#include "core/train/picture_folder.h"

namespace progan {

std::string pictures_text(const RunPictures& pictures) {
    if (pictures.used <= 0) return {};
    const std::int64_t trained = pictures.used - pictures.held_back;
    std::string text =
        tr_plural("Training on {1} picture.", "Training on {1} pictures.", trained, thousands(trained));
    const auto add = [&](const std::string& sentence) { text += ' ' + sentence; };
    if (pictures.held_back > 0)
        add(tr_plural("{1} more is held back to compare the faces with.",
                      "{1} more are held back to compare the faces with.", pictures.held_back,
                      thousands(pictures.held_back)));
    if (pictures.used < kFewPictures)
        add(tr(
            "So few pictures would be memorised. Use at least a few hundred, or better still, thousands."));
    if (pictures.unreadable > 0)
        add(tr_plural("{} could not be read; see skipped.txt in the run's folder.",
                      "{} could not be read; see skipped.txt in the run's folder.", pictures.unreadable));
    if (pictures.enlarged > 0)
        add(tr_plural("{} is smaller than the training size.", "{} are smaller than the training size.",
                      pictures.enlarged));
    if (pictures.transparent > 0)
        add(tr_plural("{} has transparent parts, which became white.",
                      "{} have transparent parts, which became white.", pictures.transparent));
    if (!pictures.left_out.empty()) add(left_out_sentence(pictures.left_out));
    return text;
}

}  // namespace progan
