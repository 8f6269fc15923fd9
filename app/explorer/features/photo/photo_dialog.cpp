#include "app/explorer/features/photo/photo_dialog.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "app/explorer/features/photo/photo_canvas.h"
#include "app/explorer/features/photo/photo_plot.h"
#include "app/explorer/platform/fonts.h"
#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/platform/keyboard_walk.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/file_picker.h"
#include "app/explorer/ui/theme.h"
#include "app/explorer/ui/time_left.h"
#include "core/project/face_bank.h"
#include "core/project/photo_projector.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr float kMaxWidth = 62, kMaxHeight = 35, kMinHeight = 8;  // em
constexpr float kMinColumn = 12, kMaxColumn = 17;                 // em
constexpr double kFirstEstimate = 0.03;  ///< of the work; before that, the time left is a guess
constexpr int kLeadingColumns = 2, kLeadingRows = 4;
constexpr float kMinPlot = 4, kMinForPlot = 18;  // em
const char* const kBrowse = "Photo/Browse";

/// The same in every stage, so that the dialog stays where it is.
struct Sizes {
    float width, height;  ///< of what is above the lines at the foot
    float column, main;   ///< widths: on the right, and what is left
};

Sizes sizes() {
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    const float line = ImGui::GetFrameHeightWithSpacing();
    Sizes sizes{};
    sizes.width = std::min(display.x * 0.95f - 2 * space::huge(), em(kMaxWidth));
    sizes.height = std::clamp(display.y * 0.95f - 2 * space::large() - 6 * line, em(kMinHeight),
                              std::min(em(kMaxHeight), sizes.width * 0.6f));
    sizes.column = std::clamp(sizes.width * 0.3f, em(kMinColumn), em(kMaxColumn));
    sizes.main = sizes.width - sizes.column - space::large();
    return sizes;
}

void centered(const std::string& text, float width) {
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() +
                         std::max(0.0f, std::floor((width - ImGui::CalcTextSize(text.c_str()).x) / 2)));
    disabled_text(text);
}

/// Where the last item is: tests look at it, and the Tab key does not stop there.
void for_tests(Panel& panel, const char* name) {
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    panel.probe.rectangle(name, low.x, low.y, high.x - low.x, high.y - low.y);
}

/// A picture in a square with a caption over it. A well while there is none.
void captioned(const char* caption, ImTextureID texture, float side) {
    ImGui::BeginGroup();
    small_text(caption);
    const ImVec2 low = ImGui::GetCursorScreenPos(), high{low.x + side, low.y + side};
    ImGui::Dummy({side, side});
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (texture)
        list.AddImageRounded(texture, low, high, {0, 0}, {1, 1}, kUntinted, space::small());
    else
        list.AddRectFilled(low, high, ImGui::GetColorU32(theme().well), space::small());
    ImGui::EndGroup();
}

/// Two squares beside each other in the main part, with `below` free under them.
struct Pair {
    float side, margin;  ///< of one, and of both from the left
};
Pair pair_in(const Sizes& sizes, float below) {
    const float side = std::floor(std::min((sizes.main - space::large()) / 2,
                                           sizes.height - below - ImGui::GetTextLineHeightWithSpacing()));
    return {side, std::floor((sizes.main - 2 * side - space::large()) / 2)};
}

void pair(const Pair& place, const char* left, ImTextureID left_picture, const char* right,
          ImTextureID right_picture) {
    const float side = place.side;
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + place.margin);
    captioned(left, left_picture, side);
    ImGui::SameLine(0, space::large());
    captioned(right, right_picture, side);
}

/// What stands on the right: it scrolls where there is little room.
void begin_column(const Sizes& sizes) {
    ImGui::SetCursorPos({sizes.main + space::large(), 0});
    ImGui::BeginChild("##column", {sizes.column, sizes.height}, false, ImGuiWindowFlags_NoBackground);
}

void error_text(const std::string& text) {
    ImGui::PushStyleColor(ImGuiCol_Text, theme().error);
    wrapped_text(text);
    ImGui::PopStyleColor();
}

/// "anna.jpg    2 more photos wait"
void header(const PhotoState& view, float width) {
    ImGui::AlignTextToFramePadding();
    if (view.name.empty()) {
        disabled_text(tr("No photo yet"));
        return;
    }
    const std::string waiting = view.waiting == 0 ? ""
                                                  : tr_plural("{} more photo waits", "{} more photos wait",
                                                              static_cast<std::int64_t>(view.waiting));
    cut_text(view.name, width - ImGui::CalcTextSize(waiting.c_str()).x - em(2));
    if (waiting.empty()) return;
    ImGui::SameLine(0, em(1.5f));
    ImGui::AlignTextToFramePadding();
    disabled_text(waiting);
}

// No photo yet.

void empty_stage(const PhotoState& view, const Sizes& sizes) {
    const ImVec2 low = ImGui::GetCursorScreenPos(), high{low.x + sizes.width, low.y + sizes.height};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(low, high, ImGui::GetColorU32(theme().well), space::rounding());
    list.AddRect(low, high, ImGui::GetColorU32(theme().separator), space::rounding(), 0, space::hair());
    const ImVec2 at = ImGui::GetCursorPos();
    const float line = ImGui::GetTextLineHeightWithSpacing();
    const bool reading = view.stage == PhotoStage::reading;
    if (has_icon(Icon::face))
        draw_icon(list, Icon::face, {(low.x + high.x) / 2, low.y + sizes.height / 2 - 2.5f * line}, em(3),
                  ImGui::GetColorU32(theme().text_dim), 2.5f);
    ImGui::SetCursorPos({at.x, at.y + sizes.height / 2 - line / 2});
    if (reading) {
        centered(trf("Reading {}...", view.name), sizes.width);
    } else {
        centered(tr("Drop a photo of a face on this window, or choose one."), sizes.width);
        ImGui::SetCursorPosX(at.x);
        centered(tr("ProGAN Explorer looks for the model's nearest face."), sizes.width);
    }
    ImGui::SetCursorPos(at);
    ImGui::Dummy({sizes.width, sizes.height});
}

// Placing.

/// The crop, and the model's average face over it.
void preview(Panel& panel, float side) {
    PhotoState& view = panel.state.photo;
    const ImTextureID crop = photo_texture(panel, "photo-crop", view.crop),
                      average = photo_texture(panel, "photo-average", view.average);
    const ImVec2 low = ImGui::GetCursorScreenPos(), high{low.x + side, low.y + side};
    ImGui::Dummy({side, side});
    panel.probe.rectangle("Photo/Preview", low.x, low.y, side, side);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(low, high, ImGui::GetColorU32(theme().well), space::small());
    if (crop) list.AddImageRounded(crop, low, high, {0, 0}, {1, 1}, kUntinted, space::small());
    const ImVec4 tint = faded(ImGui::ColorConvertU32ToFloat4(kUntinted), crop ? view.ghost : 1);
    if (average)
        list.AddImageRounded(average, low, high, {0, 0}, {1, 1}, ImGui::ColorConvertFloat4ToU32(tint),
                             space::small());
}

void placing_column(Panel& panel, const Sizes& sizes) {
    PhotoState& view = panel.state.photo;
    const std::string hint =
        view.of_model
            ? tr("Place the marks on the eyes and the mouth so that the two faces coincide. Or drag the "
                 "frame; its corners turn and scale it. Tab goes to the next mark; arrow keys move it, with "
                 "Shift in larger steps.")
            : tr("This model does not say where its faces' eyes and mouth are. Lay the marks on those of its "
                 "average face: that is asked only once for a model.");
    ImGui::PushFont(font_of(FontRole::small));
    const float text = ImGui::CalcTextSize(hint.c_str(), nullptr, false, sizes.column).y;
    ImGui::PopFont();
    if (view.of_model) {
        const float rest =
            text + 2 * ImGui::GetTextLineHeightWithSpacing() + size::track() + 3 * space::medium();
        const float side = std::floor(std::clamp(sizes.height - rest, em(4), sizes.column));
        const float left = ImGui::GetCursorPosX();
        ImGui::SetCursorPosX(left + std::floor((sizes.column - side) / 2));
        preview(panel, side);
        ImGui::SetCursorPosX(left);
        small_text(view.average ? tr("The model's average face over it")
                                : tr("The model's average face is being made..."));
        slider("##ghost", view.ghost, 0, 1, sizes.column - em(3), trf("{:.0f} %", view.ghost * 100.0f),
               em(3));
        tip(tr("How much of it lies over the photo"));
        panel.probe.item("Photo/Ghost");
        ImGui::Spacing();
    }
    ImGui::PushTextWrapPos(0);
    ImGui::PushFont(font_of(FontRole::small));
    dim_text(hint);
    ImGui::PopFont();
    ImGui::PopTextWrapPos();
}

void placing_stage(Panel& panel, PhotoController& controller, const Sizes& sizes) {
    photo_canvas(panel, controller, {sizes.main, sizes.height});
    begin_column(sizes);
    placing_column(panel, sizes);
    ImGui::EndChild();
}

// Searching.

std::string progress_text(const PhotoState& view, Time now) {
    if (view.ending) return tr("Ending...");
    std::string part = trf("{:.0f} %", view.part * 100);
    if (view.preparing) return trf("Preparing the model, {}", part);
    const double spent = (now - view.began).count();
    if (view.part < kFirstEstimate) return part;
    return trf("{}, {}", part, time_left_text(spent / view.part * (1 - view.part)));
}

void progress_bar(Panel& panel, float width) {
    const PhotoState& view = panel.state.photo;
    ImGui::ProgressBar(static_cast<float>(view.part), {width, 0}, progress_text(view, panel.now).c_str());
    for_tests(panel, "Photo/Progress");
}

/// The faces that are still in the running, nearest first.
void leading_faces(Panel& panel, float width, float height) {
    const PhotoState& view = panel.state.photo;
    const float gap = space::small();
    const float side = std::floor(std::min((width - gap * (kLeadingColumns - 1)) / kLeadingColumns,
                                           (height - gap * (kLeadingRows - 1)) / kLeadingRows));
    const ImVec2 low = ImGui::GetCursorScreenPos();
    ImGui::Dummy({width, height});
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (std::size_t i = 0; i < SearchProgress::kLeading; ++i) {
        const std::size_t column = i % kLeadingColumns, row = i / kLeadingColumns;
        const ImVec2 at{low.x + static_cast<float>(column) * (side + gap),
                        low.y + static_cast<float>(row) * (side + gap)};
        const ImVec2 end{at.x + side, at.y + side};
        list.AddRectFilled(at, end, ImGui::GetColorU32(theme().well), space::small());
        if (i >= view.leading.size()) continue;
        const ImTextureID face =
            panel.thumbnails.for_slot(panel.state, "photo " + std::to_string(i), view.leading[i]);
        if (face) list.AddImageRounded(face, at, end, {0, 0}, {1, 1}, kUntinted, space::small());
    }
}

std::string search_facts(const PhotoState& view) {
    if (view.curve.empty()) return tr("The first faces are being compared...");
    return tr_plural("{} face compared at {} pixels", "{} faces compared at {} pixels",
                     static_cast<std::int64_t>(view.candidates), square_text(view.curve.back().side));
}

void searching_stage(Panel& panel, const Sizes& sizes) {
    PhotoState& view = panel.state.photo;
    const float caption = ImGui::GetTextLineHeightWithSpacing();
    const float lines = 2 * caption + space::medium();       // over and under the curve
    const bool with_plot = sizes.height >= em(kMinForPlot);  // else the pictures need the room
    const Pair place = pair_in(sizes, with_plot ? lines + em(kMinPlot) : 0);
    const ImTextureID best = view.leading.empty()
                                 ? ImTextureID{}
                                 : panel.thumbnails.for_slot(panel.state, "photo-best", view.leading.front());
    ImGui::BeginGroup();
    pair(place, tr("The photo"), photo_texture(panel, "photo-crop", view.crop), tr("The nearest so far"),
         best);
    if (with_plot) {
        ImGui::Spacing();
        small_text(tr("How far the nearest is from the photo"));
        photo_plot(view.curve,
                   {sizes.main, std::max(em(2), sizes.height - ImGui::GetCursorPosY() - caption)});
        for_tests(panel, "Photo/Curve");
        small_text(search_facts(view));
    }
    ImGui::EndGroup();
    ImGui::SameLine(sizes.main + space::large());
    ImGui::BeginGroup();
    small_text(tr("Other candidates"));
    leading_faces(panel, sizes.column, sizes.height - ImGui::GetCursorPosY());
    ImGui::EndGroup();
}

// What was found.

/// How near it is, as honestly as `progan project` says it.
std::string closeness_text(const PhotoFound& found) {
    return trf("The face is closer to the photo than {} of {} random faces come to their own nearest of {}.",
               found.closeness, FaceBank::kProbes, found.bank_faces);
}

void found_column(Panel& panel) {
    PhotoState& view = panel.state.photo;
    const PhotoFound& found = *view.found;
    ImGui::Checkbox(tr_label("Show the differences"), &view.heat_shown);
    tip(tr("Where the two pictures differ: brighter pixels differ more"));
    panel.probe.item("Photo/Differences");
    ImGui::Spacing();
    ImGui::PushTextWrapPos(0);
    if (found.closeness <= kUnlikeAnything) {
        wrapped_text(
            tr("The photo is unlike anything that this model makes. What is shown is the nearest "
               "that it has."));
        ImGui::Spacing();
    }
    wrapped_text(closeness_text(found));
    ImGui::Spacing();
    dim_text(trf("{:.1f} dB (PSNR) between the two pictures", found.psnr));
    if (!found.complete) dim_text(tr("The search was stopped early."));
    ImGui::PopTextWrapPos();
    for_tests(panel, "Photo/Closeness");
}

void found_stage(Panel& panel, const Sizes& sizes) {
    PhotoState& view = panel.state.photo;
    const PhotoFound& found = *view.found;
    const ImTextureID crop = photo_texture(panel, "photo-compared", found.crop),
                      face = photo_texture(panel, "photo-found", found.face),
                      heat = photo_texture(panel, "photo-heat", found.heat);
    const Pair place = pair_in(sizes, 0);
    const float top = (sizes.height - place.side - ImGui::GetTextLineHeightWithSpacing()) / 2;
    ImGui::SetCursorPosY(std::max(0.0f, std::floor(top)));
    ImGui::BeginGroup();
    pair(place, tr("The photo"), crop, view.heat_shown ? tr("The differences") : tr("The nearest face"),
         view.heat_shown ? heat : face);
    ImGui::EndGroup();
    begin_column(sizes);
    ImGui::SetCursorPosY(std::max(0.0f, std::floor(top)));
    ImGui::Dummy({0, ImGui::GetTextLineHeight()});  // of the captions
    found_column(panel);
    ImGui::EndChild();
}

// The foot.

void browse(Panel& panel, PhotoController& controller, bool primary) {
    const bool waits = panel.state.picker.system_for == kBrowse;
    const std::string tooltip =
        waits ? tr("The system's file dialog is open. Click to use the program's own instead.")
              : tr("Choose it in a file dialog");
    const bool pressed = primary
                             ? primary_button(Icon::folder, tr_label("Choose a photo..."), tooltip, {0, 0})
                             : button(Icon::folder, tr_label("Another photo..."), tooltip, {0, 0});
    panel.probe.item(kBrowse);
    if (pressed && waits)
        panel.files.use_own(kBrowse);
    else if (pressed)
        panel.files.choose({FilePurpose::photo, {}, {}, kBrowse},
                           [&controller](const std::filesystem::path& path) { controller.open(path); });
    file_picker(panel, kBrowse);
}

/// Enter anywhere but on another button that the keyboard has walked to.
bool enter_for_primary() {
    return enter_pressed() && ImGui::IsWindowFocused(ImGuiFocusedFlags_ChildWindows) &&
           !ImGui::IsAnyItemActive() && !walk::walking();
}

void placing_buttons(Panel& panel, PhotoController& controller) {
    const PhotoState& view = panel.state.photo;
    if (!view.of_model) {
        if (primary_button(tr_label("Use these marks"), tr("Enter")) || enter_for_primary())
            controller.confirm_model();
        panel.probe.item("Photo/Confirm");
    } else {
        const std::string obstacle = controller.obstacle();
        ImGui::BeginDisabled(!obstacle.empty());
        const bool clicked =
            primary_button(Icon::search, tr_label("Find the face"),
                           obstacle.empty() ? tr("Searches in the background (Enter)") : obstacle, {0, 0});
        ImGui::EndDisabled();
        panel.probe.item("Photo/Find");
        if (clicked || enter_for_primary()) controller.start();
    }
    ImGui::SameLine();
    if (button(tr_label("Reset the marks"), tr("Back to their first positions"))) controller.reset_place();
    panel.probe.item("Photo/Reset");
    if (controller.can_ask_model()) {
        ImGui::SameLine();
        if (button(tr_label("The model's marks..."), tr("Where the eyes and the mouth of its faces are")))
            controller.ask_model();
        panel.probe.item("Photo/Model");
    }
    ImGui::SameLine();
    browse(panel, controller, false);
}

void searching_buttons(Panel& panel, PhotoController& controller) {
    const PhotoState& view = panel.state.photo;
    ImGui::BeginDisabled(view.preparing || view.ending);
    if (primary_button(tr_label("Stop the search"), tr("Takes the nearest face found so far")))
        controller.good_enough();
    ImGui::EndDisabled();
    panel.probe.item("Photo/Good enough");
    ImGui::SameLine();
    if (button(tr_label("Cancel"), tr("Ends the search and discards its result"))) controller.cancel();
    panel.probe.item("Photo/Cancel");
}

void found_buttons(Panel& panel, PhotoController& controller) {
    const PhotoState& view = panel.state.photo;
    if (primary_button(Icon::face, tr_label("Use this face"), tr("It becomes the current face (Enter)"),
                       {0, 0}) ||
        enter_for_primary())
        controller.use();
    panel.probe.item("Photo/Use");
    ImGui::SameLine();
    ImGui::BeginDisabled(view.kept);
    if (button(Icon::keep, view.kept ? tr_label("Kept") : tr_label("Keep"),
               tr("As a favourite; the photo's crop is kept beside it"), {0, 0}))
        controller.keep();
    ImGui::EndDisabled();
    panel.probe.item("Photo/Keep");
    ImGui::SameLine();
    if (button(tr_label("Adjust the marks"), tr("Back to the marks"))) controller.place_again();
    panel.probe.item("Photo/Again");
    ImGui::SameLine();
    browse(panel, controller, false);
}

void next_button(Panel& panel, PhotoController& controller) {
    const PhotoState& view = panel.state.photo;
    if (view.waiting == 0 || view.stage == PhotoStage::searching || view.stage == PhotoStage::reading) return;
    ImGui::SameLine();
    if (button(Icon::next, tr_label("Next photo"), tr("Skips to the next photo"), {0, 0})) controller.next();
    panel.probe.item("Photo/Next");
}

void foot(Panel& panel, PhotoController& controller, const Sizes& sizes) {
    const PhotoState& view = panel.state.photo;
    const float left = ImGui::GetCursorPosX(), line = ImGui::GetFrameHeightWithSpacing();
    const float top = ImGui::GetCursorPosY();
    ImGui::PushTextWrapPos(left + sizes.width);
    if (view.stage == PhotoStage::searching)
        progress_bar(panel, sizes.width);
    else if (!view.problem.empty())
        error_text(view.problem);
    else if (!panel.state.model)
        error_text(tr("No model is open."));
    ImGui::SetCursorPosY(std::max(ImGui::GetCursorPosY(), top + line));
    small_text(
        tr("Nothing leaves this computer. Of the photo, only the crop is stored, and only if you keep the "
           "face."));
    for_tests(panel, "Photo/Privacy");
    ImGui::PopTextWrapPos();
    ImGui::Spacing();
    switch (view.stage) {
        case PhotoStage::empty:
        case PhotoStage::reading:
            browse(panel, controller, true);
            break;
        case PhotoStage::placing:
            placing_buttons(panel, controller);
            break;
        case PhotoStage::searching:
            searching_buttons(panel, controller);
            break;
        case PhotoStage::found:
            found_buttons(panel, controller);
            break;
    }
    next_button(panel, controller);
    const char* const close =
        view.stage == PhotoStage::searching ? tr_label("Continue exploring") : tr_label("Close");
    const char* const why =
        view.stage == PhotoStage::searching ? tr("The search continues in the background (Esc)") : tr("Esc");
    const float width = ImGui::CalcTextSize(close, nullptr, true).x + 2 * ImGui::GetStyle().FramePadding.x;
    ImGui::SameLine(left + sizes.width - width);
    if (button(close, why)) controller.close();
    panel.probe.item("Photo/Close");
}

}  // namespace

void photo_dialog(Panel& panel, PhotoController& controller) {
    PhotoState& view = panel.state.photo;
    if (!view.show) return;
    bool open = true;
    if (!begin_dialog(tr_label("Find the face in a photo"), open, panel.escape)) return;
    const Sizes size = sizes();
    header(view, size.width);
    ImGui::BeginChild(
        "##body", {size.width, size.height}, false,
        ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoBackground);
    switch (view.stage) {
        case PhotoStage::empty:
        case PhotoStage::reading:
            empty_stage(view, size);
            break;
        case PhotoStage::placing:
            placing_stage(panel, controller, size);
            break;
        case PhotoStage::searching:
            searching_stage(panel, size);
            break;
        case PhotoStage::found:
            found_stage(panel, size);
            break;
    }
    ImGui::EndChild();
    foot(panel, controller, size);
    if (!open) controller.close();
    if (!view.show) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

bool has_photo_status(const AppState& state) {
    const PhotoState& view = state.photo;
    return !view.show && (view.stage == PhotoStage::searching ||
                          (view.stage == PhotoStage::found && !view.used && !view.kept));
}

void photo_status(Panel& panel, PhotoController& controller) {
    const PhotoState& view = panel.state.photo;
    ImGui::AlignTextToFramePadding();
    if (view.stage == PhotoStage::searching) {
        text_line(trf("Looking for the face in {}", fitting_text(view.name, em(12))));
        ImGui::SameLine();
        progress_bar(panel, em(15));
    } else {
        text_line(trf("The face nearest to {} is found", fitting_text(view.name, em(12))));
    }
    ImGui::SameLine();
    if (button(tr_label("Show"), tr("The photo and the face"))) controller.show();
    panel.probe.item("Photo/Show");
    ImGui::SameLine();
    if (view.stage == PhotoStage::searching) {
        if (button(tr_label("Cancel"), tr("Ends the search and discards its result"))) controller.cancel();
        panel.probe.item("Photo/Cancel");
    } else {
        if (button(tr_label("Dismiss"), tr("Discards the result"))) controller.next();
        panel.probe.item("Photo/Dismiss");
    }
    ImGui::SameLine(0, em(1));
}

}  // namespace progan
