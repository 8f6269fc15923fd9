#include "app/explorer/features/export/export_controller.h"

#include <algorithm>
#include <span>
#include <utility>

#include "app/explorer/platform/desktop_files.h"
#include "app/explorer/state/picked_face.h"
#include "core/engine/faces_job.h"
#include "core/files/atomic_file.h"
#include "core/files/unused_path.h"
#include "core/image/png.h"
#include "core/support/error.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr const char* kPasteHint =
    tr_later("The clipboard holds no face. Copy a seed, a latent, or a picture saved by this program.");

/// A folder that is not there yet, made so that no other window takes it.
fs::path make_unused_folder(const fs::path& parent, const std::string& name) {
    std::error_code error;
    fs::create_directories(parent, error);
    while (true) {
        fs::path path = unused_path(parent, name, "");
        if (fs::create_directory(path, error)) return path;
        if (error) throw Error(trf("{} could not be created: {}.", path.string(), error.message()));
    }
}

/// A new file; nothing is left of it if it cannot be written.
fs::path write_new(const fs::path& folder, const std::string& stem, FaceFormat format,
                   std::span<const std::byte> bytes) {
    fs::path path = make_unused_file(folder, stem, file_extension(format));
    try {
        write_file_atomically(path, bytes);
    } catch (...) {
        std::error_code ignored;
        fs::remove(path, ignored);
        throw;
    }
    return path;
}

/// All that writing needs, as values.
struct Order {
    FaceFileOptions options;
    std::vector<Favourite> faces;
    std::vector<Image> images;
    fs::path folder;
    std::string stem;
    bool each = false;  ///< a file for each face, in a folder of that name
};

/// Returns what to show: the file, or the first one in its folder.
fs::path carry_out(const Order& order, const ProgressReport& progress) {
    const auto count = static_cast<std::int64_t>(order.faces.size());
    if (!order.each) {
        progress(0, count);
        return write_new(order.folder, order.stem, order.options.format,
                         face_file(order.options, order.faces, order.images));
    }
    const fs::path folder = make_unused_folder(order.folder, order.stem);
    fs::path first;
    try {
        for (std::size_t i = 0; i < order.faces.size(); ++i) {
            progress(static_cast<std::int64_t>(i), count);
            const fs::path file = write_new(
                folder, face_file_stem(order.faces[i]), order.options.format,
                face_file(order.options, {&order.faces[i], 1}, std::span(order.images).subspan(i, 1)));
            if (first.empty()) first = file;
        }
    } catch (...) {  // failed or cancelled: the folder is ours
        std::error_code ignored;
        fs::remove_all(folder, ignored);
        throw;
    }
    return first;
}

}  // namespace

ExportController::ExportController(const FeatureContext& context, Clipboard clipboard, GridFaces grid,
                                   TakePhoto take_photo)
    : state_(context.state),
      engine_(context.engine),
      actions_(context.actions),
      notifier_(context.notifier),
      clipboard_(std::move(clipboard)),
      grid_(std::move(grid)),
      take_photo_(std::move(take_photo)) {}

// What is exported.

std::vector<Favourite> ExportController::described(const std::vector<NamedLatent>& faces) const {
    std::vector<Favourite> result;
    for (const NamedLatent& face : faces) {
        Favourite described{face};
        described.id = "face" + std::to_string(result.size() + 1);
        described.model_sha256 = state_.model->sha256;
        described.model_name = state_.model->spec.name;
        result.push_back(std::move(described));
    }
    return result;
}

ExportSource ExportController::favourites_source(const std::string& label, bool only_selected) const {
    ExportSource source;
    for (const Favourite& favourite : state_.favourites) {
        if (only_selected && !state_.exporting.selected.contains(favourite.id)) continue;
        if (favourite.model_sha256 == state_.model->sha256) {
            source.faces.push_back(favourite);
            source.faces.back().image.clear();  // a path of this computer
        } else {
            ++source.left_out;
        }
    }
    source.label = trf("{} ({})", label, source.faces.size());
    source.selected = only_selected;
    return source;
}

void ExportController::show(std::vector<ExportSource> sources) {
    const ExportSource selected = favourites_source(tr("Selected favourites"), true),
                       all = favourites_source(tr("All favourites"), false);
    if (selected.faces.size() > 1) sources.push_back(selected);
    if (all.faces.size() > 1) sources.push_back(all);
    if (const std::vector<NamedLatent> grid = grid_ ? grid_() : std::vector<NamedLatent>(); !grid.empty())
        sources.push_back({trf("Grid ({})", grid.size()), described(grid), 0});
    ExportState& view = state_.exporting;
    view.sources = std::move(sources);
    view.part = 0;
    view.show = true;
    choose_source(0);
    std::string& folder = state_.export_settings.folder;
    if (folder.empty()) folder = with_tilde(this->folder());
}

void ExportController::open() {
    if (!state_.model) return;
    NamedLatent face = current_face(state_);
    const auto kept = std::find_if(
        state_.favourites.begin(), state_.favourites.end(),
        [&](const Favourite& f) { return f.model_sha256 == state_.model->sha256 && same_face(f, face); });
    if (kept != state_.favourites.end() && !kept->name.empty()) face.name = kept->name;  // it may be renamed
    open_face(face);
}

void ExportController::open_face(const NamedLatent& face) {
    if (!state_.model || face.latent.empty() || state_.exporting.working) return;
    const std::string label = face.name.empty() ? tr("This face") : face.name;
    show({{label, described({face}), 0}});
}

void ExportController::open_selected() {
    if (!state_.model) return;
    if (const ExportSource selected = favourites_source("", true); selected.faces.size() == 1) {
        open_face(selected.faces.front());
        return;
    }
    open();
    const std::vector<ExportSource>& sources = state_.exporting.sources;
    for (std::size_t i = 0; i < sources.size(); ++i)
        if (sources[i].selected) choose_source(i);
}

void ExportController::choose_source(std::size_t source) {
    ExportState& view = state_.exporting;
    if (source >= view.sources.size()) return;
    view.source = source;
    view.problem.clear();
    view.name.clear();
    view.name = stem();
}

void ExportController::close() {
    making_.abandon();
    writing_.abandon();
    state_.exporting.working = false;
    state_.exporting.show = false;
}

// How.

int ExportController::side() const {
    const ExportSettings& settings = state_.export_settings;
    const int whole = state_.model ? resolution(state_.model->spec.last_level) : 1;
    return std::min(settings.scale > 0 ? whole * settings.scale : settings.side, kMaxFaceSide);
}

FaceFileOptions ExportController::file_options() const {
    const ExportSettings& settings = state_.export_settings;
    FaceFileOptions options;
    options.format = can_write(settings.format) ? settings.format : FaceFormat::png;
    options.side = side();
    options.filter = settings.filter;
    options.quality = settings.quality;
    if (source().faces.size() > 1 && settings.sheet) {
        options.columns = settings.columns;
        if (settings.captions)
            for (const Favourite& face : source().faces) options.captions.push_back(face.name);
        options.gap = std::max(2, options.side / 32);
    }
    return options;
}

bool ExportController::makes_folder() const {
    return source().faces.size() > 1 && !state_.export_settings.sheet &&
           picture_format(file_options().format).has_value();
}

std::string ExportController::stem() const {
    std::string name = state_.exporting.name;
    if (name.empty() && source().faces.size() == 1) name = source().faces.front().name;
    if (name.empty())
        name = tr_plural("{} face", "{} faces", static_cast<std::int64_t>(source().faces.size()));
    return face_file_stem({{}, {}, name});
}

fs::path ExportController::folder() const {
    return saving_folder(state_.export_settings.folder, state_.data_dir / "exports");
}

fs::path ExportController::target() const {
    return unused_path(folder(), stem(), makes_folder() ? "" : file_extension(file_options().format));
}

void ExportController::make(const std::vector<Favourite>& faces, Made made,
                            std::function<void(const std::string&)> failed) {
    RenderRequest request{{}, state_.model->spec.last_level, state_.model->spec.alpha};
    for (const Favourite& face : faces) request.add(face.latent, face.edits);
    Ticket& ticket = state_.exporting.working ? making_ : copying_;
    ticket = engine_.start_job(
        [request](std::shared_ptr<Generator> generator) {
            return make_faces_job(std::move(generator), request);
        },
        {.progress =
             [this](const JobReport& report) {
                 state_.exporting.part =
                     static_cast<double>(report.progress.done) /
                     static_cast<double>(std::max<std::int64_t>(1, report.progress.total)) / 2;
             },
         .done =
             [made = std::move(made), failed = std::move(failed)](Result<std::vector<Image>> images) {
                 if (images)
                     made(std::move(*images));
                 else if (!images.was_cancelled())
                     failed(images.error());
             }});
}

void ExportController::start() {
    ExportState& view = state_.exporting;
    if (!view.show || view.working || !state_.model || source().faces.empty()) return;
    view.problem.clear();
    view.part = 0;
    view.working = true;
    if (picture_format(file_options().format))
        make(
            source().faces, [this](std::vector<Image> images) { write(std::move(images)); },
            [this](const std::string& problem) { failed(problem); });
    else
        write({});
}

void ExportController::write(std::vector<Image> images) {
    Order order{file_options(), source().faces, std::move(images), folder(), stem(), makes_folder()};
    writing_ = engine_.run_aside(
        [order = std::move(order)](const ProgressReport& progress) { return carry_out(order, progress); },
        [this](const Result<fs::path>& file) { written(file); },
        [this](const JobReport& report) {
            state_.exporting.part =
                0.5 + static_cast<double>(report.progress.done) /
                          static_cast<double>(std::max<std::int64_t>(1, report.progress.total)) / 2;
        });
}

void ExportController::written(const Result<fs::path>& file) {
    ExportState& view = state_.exporting;
    if (!file) {
        failed(file.was_cancelled() ? "" : file.error());
        return;
    }
    const bool folder = makes_folder();
    view.working = false;
    view.show = false;
    view.last = *file;
    const fs::path shown = folder ? file->parent_path() : *file;
    notifier_.saved(folder ? trf("Exported {} files to {}.", source().faces.size(), with_tilde(shown))
                           : trf("Exported to {}.", with_tilde(shown)),
                    *file);
}

void ExportController::failed(const std::string& problem) {
    state_.exporting.working = false;
    state_.exporting.problem = problem;
}

void ExportController::show_in_folder(const fs::path& file) {
    showing_ = engine_.run_aside(
        [file](const ProgressReport&) {
            show_in_file_manager(file);
            return true;
        },
        [this](const Result<bool>& shown) {
            if (!shown && !shown.was_cancelled()) notifier_.error(shown.error());
        });
}

// The clipboard.

void ExportController::copy_picture(const NamedLatent& face) {
    if (!state_.model || face.latent.empty()) return;
    if (!clipboard_.set_png) {
        notifier_.error(tr("Pictures cannot be copied without an X server."));
        return;
    }
    FaceFileOptions options;
    options.side = side();
    options.filter = state_.export_settings.filter;
    const auto complain = [this](const std::string& problem) { notifier_.error(problem); };
    make(
        described({face}),
        [this, faces = described({face}), options, complain](std::vector<Image> images) {
            encoding_ =
                engine_.run_aside([faces, options, images = std::move(images)](
                                      const ProgressReport&) { return face_file(options, faces, images); },
                                  [this, complain, side = options.side](Result<std::vector<std::byte>> png) {
                                      if (!png)
                                          complain(png.error());
                                      else if (clipboard_.set_png(std::move(*png)))
                                          notifier_.info(trf("Copied the picture, {}.", square_text(side)));
                                  });
        },
        complain);
}

void ExportController::copy_latent(const NamedLatent& face) {
    if (!state_.model || face.latent.empty() || !clipboard_.set_text) return;
    clipboard_.set_text(favourites_to_json(described({face})));
    notifier_.info(tr("Copied the latent as JSON."));
}

void ExportController::copy_python(const NamedLatent& face) {
    if (!state_.model || face.latent.empty() || !clipboard_.set_text) return;
    clipboard_.set_text(faces_to_python(described({face})));
    notifier_.info(tr("Copied Python code that creates this latent."));
}

void ExportController::paste() {
    if (!state_.model) return;
    if (clipboard_.ask_png)
        clipboard_.ask_png([this](const std::optional<std::string>& png) { picture_pasted(png); });
    else
        text_pasted(false);
}

void ExportController::picture_pasted(const std::optional<std::string>& png) {
    const bool is_picture = png && is_png(*png);  // some programs answer every question with their text
    std::vector<Favourite> faces;
    try {
        if (is_picture) faces = faces_in_picture(*png, tr("The picture on the clipboard"));
    } catch (const Error& error) {
        notifier_.error(error.what());
        return;
    }
    if (faces.empty() && is_picture && take_photo_)
        take_photo_(*png);
    else if (faces.empty())
        text_pasted(is_picture);
    else
        show_pasted(faces.front());
}

void ExportController::text_pasted(bool picture_was_there) {
    const std::optional<TextFace> found =
        face_of_text(clipboard_.text && !picture_was_there ? clipboard_.text() : "");
    if (!state_.model) return;
    if (!found)
        notifier_.error(picture_was_there
                            ? tr("The picture on the clipboard carries no face. Only pictures saved by this "
                                 "program do, and many programs remove it when copying.")
                            : tr(kPasteHint));
    else if (found->seed)
        actions_.pick_seed(*found->seed);
    else
        show_pasted(found->face);
}

void ExportController::show_pasted(const Favourite& face) {
    Favourite named = face;
    if (named.name.empty()) named.name = tr("Pasted face");
    if (named.model_sha256.empty() && state_.model) named.model_sha256 = state_.model->sha256;
    actions_.show_favourite(named);
}

// Favourites that are selected.

/// What a plain click has shown and nothing has replaced since; else empty.
std::string ExportController::taken_up() {
    const std::string id = std::exchange(state_.exporting.clicked, "");
    const bool shown =
        std::any_of(state_.favourites.begin(), state_.favourites.end(), [&](const Favourite& favourite) {
            return favourite.id == id && state_.follow == Follow::sliders &&
                   same_face(state_.face.base, favourite);
        });
    return shown ? id : "";
}

void ExportController::toggle_selected(const std::string& id) {
    ExportState& view = state_.exporting;
    if (const std::string first = taken_up(); !first.empty() && first != id) view.selected.insert(first);
    if (view.selected.erase(id) == 0) view.selected.insert(id);
    view.anchor = id;
}

void ExportController::select_up_to(const std::string& id, const std::vector<std::string>& listed) {
    ExportState& view = state_.exporting;
    if (const std::string first = taken_up(); !first.empty()) view.anchor = first;
    const auto from = std::find(listed.begin(), listed.end(), view.anchor),
               to = std::find(listed.begin(), listed.end(), id);
    if (to == listed.end()) return;
    if (from == listed.end()) {
        view.selected.insert(id);
        view.anchor = id;
        return;
    }
    const auto [first, last] = std::minmax(from, to);
    view.selected = {first, last + 1};
}

void ExportController::begin_selection_at(const std::string& id) {
    clear_selection();
    state_.exporting.clicked = id;
}

void ExportController::clear_selection() {
    state_.exporting.selected.clear();
    state_.exporting.anchor.clear();
    state_.exporting.clicked.clear();
}

}  // namespace progan
