#include "app/explorer/features/export/export_dialog.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "app/explorer/platform/desktop_files.h"
#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/platform/keyboard_walk.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/dialog_foot.h"
#include "app/explorer/ui/file_picker.h"
#include "app/explorer/ui/theme.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr float kPictureSide = 11, kLabelWidth = 5.5f, kMaxFieldWidth = 18;  // ems
constexpr std::size_t kMaxShown = 9;                                         // faces beside the form
constexpr int kScales[] = {1, 2, 4, 8, 16};

/// Of a dialog's contents, in pixels: a small window has less than the form needs.
float room() {
    const ImGuiStyle& style = ImGui::GetStyle();
    return ImGui::GetIO().DisplaySize.x * 0.95f - 2 * style.WindowPadding.x - style.ScrollbarSize;
}

bool has_room_for_picture() {
    return room() >= em(kPictureSide + 1 + kLabelWidth + kMaxFieldWidth);
}

float field_width() {
    return std::clamp(room() - em(kLabelWidth), em(8), em(kMaxFieldWidth));
}

/// A field's name, with the field beside it. The column is as wide in every language as its texts need.
void label(const char* text) {
    form_label(tr(text), em(kLabelWidth), field_width());
}

/// Text in the fields' column.
void note(const std::string& text, bool problem = false) {
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + em(kLabelWidth));
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + field_width());
    ImGui::PushStyleColor(ImGuiCol_Text, problem ? theme().error : theme().text_dim);
    text_line(text);
    ImGui::PopStyleColor();
    ImGui::PopTextWrapPos();
}

const char* name_of(FaceFormat format) {
    switch (format) {
        case FaceFormat::png:
            return tr("PNG picture");
        case FaceFormat::jpeg:
            return tr("JPEG picture");
        case FaceFormat::webp:
            return tr("WebP picture");
        case FaceFormat::npy:
            return tr("Latent, NumPy .npy");
        case FaceFormat::npz:
            return tr("Latent with names, NumPy .npz");
        case FaceFormat::json:
            return tr("Latent, JSON");
        case FaceFormat::python:
            return tr("Python code");
    }
    return "";
}

const char* explanation(FaceFormat format) {
    switch (format) {
        case FaceFormat::png:
            return tr("Every pixel as it is.");
        case FaceFormat::jpeg:
            return tr("Small files, slightly lossy.");
        case FaceFormat::webp:
            return tr("For the web: smaller than JPEG.");
        case FaceFormat::npy:
            return tr("Only the numbers, as float32.");
        case FaceFormat::npz:
            return tr("Latents, seeds, names and the model's checksum.");
        case FaceFormat::json:
            return tr("Opens in this program; others can also read it.");
        case FaceFormat::python:
            return tr("A script that creates the same latent with NumPy or PyTorch.");
    }
    return "";
}

const char* name_of(ResizeFilter filter) {
    switch (filter) {
        case ResizeFilter::sharp:
            return tr("Sharp (Lanczos)");
        case ResizeFilter::smooth:
            return tr("Smooth (bicubic)");
        case ResizeFilter::nearest:
            return tr("Pixels");
    }
    return "";
}

std::string size_label(int scale, int whole) {
    return trf("x{}   {}", scale, square_text(whole * scale));
}

/// The faces that will be in the file: one large, or up to nine small.
void faces_shown(Panel& panel, const ExportController& controller) {
    const std::vector<Favourite>& faces = controller.source().faces;
    const std::size_t count = std::min(faces.size(), kMaxShown);
    const auto columns =
        static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(std::max<std::size_t>(1, count)))));
    const float side = em(kPictureSide), gap = columns > 1 ? std::floor(space::small()) : 0,
                cell = (side - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    const ImVec2 low = ImGui::GetCursorScreenPos();
    ImGui::Dummy({side, side});
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t column = i % columns, row = i / columns;
        const ImVec2 at{low.x + static_cast<float>(column) * (cell + gap),
                        low.y + static_cast<float>(row) * (cell + gap)};
        const ImVec2 end{at.x + cell, at.y + cell};
        list.AddRectFilled(at, end, ImGui::GetColorU32(ImGuiCol_FrameBg), space::small());
        if (const ImTextureID picture =
                panel.thumbnails.for_latent(panel.state, faces[i].latent, faces[i].edits))
            list.AddImageRounded(picture, at, end, {0, 0}, {1, 1}, kUntinted, space::small());
    }
}

void source_choice(Panel& panel, ExportController& controller) {
    const ExportState& view = panel.state.exporting;
    label(tr_later("Faces"));
    if (begin_combo("##faces", controller.source().label.c_str())) {
        for (std::size_t i = 0; i < view.sources.size(); ++i) {
            const std::string id = "source" + std::to_string(i);
            if (combo_item(label_with_id(view.sources[i].label, id.c_str()).c_str(), i == view.source))
                controller.choose_source(i);
            panel.probe.item("Export/Faces/" + std::to_string(i));
        }
        ImGui::EndCombo();
    } else {
        tip(tr(
            "This face, your favourites, or the faces in the grid. Ctrl+click favourites to select some."));
    }
    panel.probe.item("Export/Faces");
    if (const int left_out = controller.source().left_out; left_out > 0)
        note(tr_plural("{} favourite of another model is left out.",
                       "{} favourites of other models are left out.", left_out));
}

void format_choice(Panel& panel, const ExportController& controller) {
    ExportSettings& settings = panel.state.export_settings;
    label(tr_later("Format"));
    if (begin_combo("##format", name_of(settings.format), ImGuiComboFlags_HeightLarge)) {
        for (const FaceFormat format : kFaceFormats) {
            if (!can_write(format)) continue;
            if (combo_item(name_of(format), format == settings.format)) settings.format = format;
            tip(explanation(format));
            panel.probe.item("Export/Format/" + std::string(kFaceFormatNames.name(format)));
        }
        ImGui::EndCombo();
    } else {
        tip(explanation(settings.format));
    }
    panel.probe.item("Export/Format");
    const std::vector<Favourite>& faces = controller.source().faces;
    const bool edited =
        std::any_of(faces.begin(), faces.end(), [](const Favourite& face) { return !face.edits.empty(); });
    if (edited && (settings.format == FaceFormat::npy || settings.format == FaceFormat::python))
        note(tr("Only the latent, without the changes made in Layers."));
}

void size_choice(Panel& panel, const ExportController& controller) {
    ExportSettings& settings = panel.state.export_settings;
    const int whole = resolution(panel.state.model->spec.last_level);
    label(tr_later("Size"));
    const std::string shown = settings.scale > 0 ? size_label(settings.scale, whole) : tr("Any size");
    if (begin_combo("##size", shown.c_str())) {
        for (const int scale : kScales) {
            if (whole * scale > kMaxFaceSide) break;
            if (combo_item(size_label(scale, whole).c_str(), settings.scale == scale)) settings.scale = scale;
            panel.probe.item("Export/Size/x" + std::to_string(scale));
        }
        if (combo_item(tr_label("Any size"), settings.scale == 0) && settings.scale != 0) {
            settings.side = controller.side();
            settings.scale = 0;
        }
        panel.probe.item("Export/Size/any");
        ImGui::EndCombo();
    } else {
        tip(tr("Width and height of a face in pixels, as a multiple of the model's."));
    }
    panel.probe.item("Export/Size");
    if (settings.scale != 0) return;
    label(tr_later("Pixels"));
    ImGui::InputInt("##pixels", &settings.side, 64, 256);
    panel.probe.item("Export/Pixels");
    tip(trf("Width and height of a face: 1 to {} pixels.", kMaxFaceSide));
    settings.side = std::clamp(settings.side, 1, kMaxFaceSide);
}

void filter_choice(Panel& panel) {
    ExportSettings& settings = panel.state.export_settings;
    label(tr_later("Scaling"));
    if (begin_combo("##filter", name_of(settings.filter))) {
        for (const ResizeFilter filter : kResizeFilters) {
            if (combo_item(name_of(filter), filter == settings.filter)) settings.filter = filter;
            panel.probe.item("Export/Scaling/" + std::string(kResizeFilterNames.name(filter)));
        }
        ImGui::EndCombo();
    } else {
        tip(tr("How the picture is scaled"));
    }
    panel.probe.item("Export/Scaling");
}

void quality_slider(Panel& panel) {
    ExportSettings& settings = panel.state.export_settings;
    if (settings.format != FaceFormat::jpeg && settings.format != FaceFormat::webp) return;
    label(tr_later("Quality"));
    const bool lossless = settings.format == FaceFormat::webp && settings.quality == 100;
    ImGui::SliderInt("##quality", &settings.quality, 1, 100, lossless ? tr("lossless") : "%d",
                     ImGuiSliderFlags_AlwaysClamp);
    panel.probe.item("Export/Quality");
    tip(settings.format == FaceFormat::webp ? tr("Higher is better but larger. 100 is lossless.")
                                            : tr("Higher is better but larger."));
}

void sheet_choice(Panel& panel) {
    ExportSettings& settings = panel.state.export_settings;
    label(tr_later("Layout"));
    if (begin_combo("##layout", settings.sheet ? tr("Contact sheet") : tr("One file per face"))) {
        if (combo_item(tr_label("Contact sheet"), settings.sheet)) settings.sheet = true;
        panel.probe.item("Export/Layout/sheet");
        if (combo_item(tr_label("One file per face"), !settings.sheet)) settings.sheet = false;
        panel.probe.item("Export/Layout/files");
        ImGui::EndCombo();
    }
    panel.probe.item("Export/Layout");
    if (!settings.sheet) return;
    label(tr_later("Columns"));
    ImGui::SetNextItemWidth(em(5));
    ImGui::DragInt("##columns", &settings.columns, 0.05f, 0, 100,
                   settings.columns == 0 ? tr("automatic") : "%d", ImGuiSliderFlags_AlwaysClamp);
    panel.probe.item("Export/Columns");
    tip(tr("Faces per row. Drag, or double-click to type."));
    ImGui::SameLine();
    ImGui::Checkbox(tr_label("Captions"), &settings.captions);
    panel.probe.item("Export/Captions");
    tip(tr("The face's name under each picture."));
}

/// Folder and name. True if Enter was pressed in one of them.
bool place_fields(Panel& panel, const ExportController& controller) {
    AppState& state = panel.state;
    bool entered = false;
    label(tr_later("Folder"));
    ImGui::SetNextItemWidth(field_width() - browse_width());
    entered |=
        ImGui::InputText("##folder", &state.export_settings.folder, ImGuiInputTextFlags_EnterReturnsTrue);
    panel.probe.item("Export/Folder");
    tip(tr("Created if missing. Leave empty for your pictures folder."));
    browse_button(panel, FilePurpose::exports, state.export_settings.folder, "Export/Browse");
    label(tr_later("Name"));
    const std::string target = controller.target().filename().string(),
                      ending(controller.makes_folder() ? ""
                                                       : file_extension(controller.file_options().format));
    ImGui::SetNextItemWidth(field_width() - (ending.empty() ? 0 : em(3)));
    entered |= ImGui::InputText("##name", &state.exporting.name, ImGuiInputTextFlags_EnterReturnsTrue);
    panel.probe.item("Export/Name");
    tip(tr("An existing file is never replaced: the new one gets a number."));
    if (!ending.empty()) {
        ImGui::SameLine(0, space::small());
        disabled_text(ending);
    }
    if (const std::string wanted = controller.stem() + ending; wanted != target)
        note(trf("{} already exists; the new file will be {}.", wanted, target));
    return entered;
}

std::string what_is_carried(const ExportController& controller) {
    const FaceFileOptions options = controller.file_options();
    const std::vector<Favourite>& faces = controller.source().faces;
    if (!picture_format(options.format) && options.format != FaceFormat::json) return {};
    if (controller.makes_folder() || carries_faces(options, faces))
        return faces.size() == 1 ? tr("Drop the file on this window to return to this face.")
                                 : tr("The file carries the latents of its faces.");
    return options.format == FaceFormat::jpeg
               ? tr("A JPEG has no room for this many latents, so you cannot get the faces back from it.")
               : trf("A picture of more than {} faces does not carry their latents.", kMaxCarriedFaces);
}

void licence(const ModelSpec& spec) {
    const std::string name = spec.name.empty() ? tr("This model") : spec.name;
    if (spec.licence.empty())
        note(trf("{} does not state a licence. Find out where it comes from before you publish its faces.",
                 name));
    else if (spec.credit.empty())
        note(trf("Licence of {}: {}.", name, spec.licence));
    else
        note(trf("Licence of {}: {}. Credit: {}", name, spec.licence, spec.credit));
}

/// The last line: what it is doing, and the two buttons at the right end.
void buttons(Panel& panel, ExportController& controller, bool entered) {
    ExportState& view = panel.state.exporting;
    const Answer leave = view.working
                             ? Answer{tr_label("Cancel"), tr("Esc. Ends the export."), "Export/Cancel"}
                             : Answer{tr_label("Close"), tr("Esc"), "Export/Close"};
    DialogFoot foot{.leave = leave,
                    .act = Answer{tr_label("Export"), tr("Enter"), "Export/Export",
                                  !view.working && !controller.source().faces.empty()}};
    if (view.working)
        foot.others = [&] {
            ImGui::ProgressBar(static_cast<float>(view.part), {em(5), ImGui::GetFrameHeight()}, "");
        };
    const Answered answered = dialog_foot(panel, foot);
    if (answered.leave) controller.close();
    if (answered.act || entered) controller.start();
}

void form(Panel& panel, ExportController& controller) {
    ExportState& view = panel.state.exporting;
    ExportSettings& settings = panel.state.export_settings;
    if (!can_write(settings.format)) settings.format = FaceFormat::png;
    bool entered = enter_for_primary();
    ImGui::BeginDisabled(view.working);
    source_choice(panel, controller);
    format_choice(panel, controller);
    if (picture_format(settings.format)) {
        size_choice(panel, controller);
        filter_choice(panel);
        quality_slider(panel);
        if (controller.source().faces.size() > 1) sheet_choice(panel);
    }
    entered |= place_fields(panel, controller);
    ImGui::EndDisabled();
    ImGui::Spacing();
    if (const std::string carried = what_is_carried(controller); !carried.empty()) note(carried);
    licence(panel.state.model->spec);
    if (!view.problem.empty()) note(view.problem, true);
    panel.probe.item("Export/Notes");
    ImGui::Spacing();
    buttons(panel, controller, entered);
}

}  // namespace

void export_dialog(Panel& panel, ExportController& controller) {
    ExportState& view = panel.state.exporting;
    if (!view.show) return;
    if (!panel.state.model || view.sources.empty()) controller.close();
    bool open = view.show;
    if (!begin_dialog(tr_label("Export"), open, panel.escape)) return;
    if (has_room_for_picture()) {
        faces_shown(panel, controller);
        ImGui::SameLine(0, em(1));
    }
    ImGui::BeginGroup();
    form(panel, controller);
    ImGui::EndGroup();
    if (!open) controller.close();
    if (!view.show) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

}  // namespace progan
