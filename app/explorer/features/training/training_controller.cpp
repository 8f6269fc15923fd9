#include "app/explorer/features/training/training_controller.h"

#include <signal.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>
#include <utility>

#include "app/explorer/state/queries.h"
#include "app/explorer/state/window_file.h"
#include "core/files/atomic_file.h"
#include "core/support/error.h"
#include "core/support/paths.h"
#include "core/support/text.h"
#include "core/support/translate.h"
#include "core/train/run_log.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr Seconds kLook{1}, kLookAside{5};  // while the panel is seen, and while it is not
constexpr Seconds kMachineryLook{2};
constexpr int kNiceness = 10;  // exploring goes before training
constexpr std::size_t kMaxLog = 1 << 20;

fs::path log_path(const AppState& state) {
    return window_file(state.data_dir, "training", state.window_number, ".log");
}

/// What a `progan train` that failed said last, without the program's name.
std::string last_line(const fs::path& path) {
    std::string last;
    try {
        std::istringstream lines(read_text_file(path, kMaxLog));
        for (std::string line; std::getline(lines, line);)
            if (!line.empty()) last = line;
    } catch (const std::exception&) {
    }
    const std::string prefix = "progan: ";
    return last.starts_with(prefix) ? last.substr(prefix.size()) : last;
}

/// Whether a process was stopped by SIGSTOP: the letter after its name in brackets.
bool is_paused(int process) {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string text;
    std::getline(file, text);
    const std::size_t end = text.rfind(')');
    return end != std::string::npos && end + 2 < text.size() && text[end + 2] == 'T';
}

/// LibTorch's threads wait for each other many times per step: where one must wait for a core that draws the
/// window, all do. So one core is left to the window. What the person has set stays.
std::map<std::string, std::string> training_environment() {
    if (std::getenv("OMP_NUM_THREADS") != nullptr) return {};
    return {{"OMP_NUM_THREADS", std::to_string(std::max(1U, std::thread::hardware_concurrency() - 1))}};
}

}  // namespace

/// A run's folder as the last look left it.
struct TrainingController::Followed {
    explicit Followed(fs::path folder) : follower(std::move(folder)) {}
    RunFollower follower;
    std::shared_ptr<const RunLog> log;
};

struct TrainingController::Look {
    std::shared_ptr<const RunLog> log;  ///< the same as at the last look if nothing has changed
    std::optional<RunOwner> owner;
    std::string problem;
};

TrainingController::~TrainingController() {
    if (!process_) return;
    process_->signal(SIGINT);
    process_->signal(SIGCONT);
}

void TrainingController::launch(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "train");
    if (!state_.settings.device.empty() && state_.settings.device != "torch-cpu")
        arguments.insert(arguments.end(), {"--device", state_.settings.device});
    try {
        const ChildCommand command{program_path().parent_path() / "progan", std::move(arguments),
                                   training_environment()};
        process_.emplace(command, log_path(state_), kNiceness);
    } catch (const std::exception&) {
        state_.training.problem = current_error_sentence();
        if (!state_.training.log) state_.training.folder.clear();  // nothing was begun: back to the form
        return;
    }
    state_.training.problem.clear();
    state_.training.own_run = state_.training.folder;
    state_.training.starting = true;
    state_.training.running = true;
    state_.training.paused = false;
    next_look_ = Time{};
}

/// Leaves the form, and what trains here, as they are.
void TrainingController::look_at_nothing() {
    TrainingState kept;
    kept.form = state_.training.form;
    kept.own_run = state_.training.own_run;
    kept.machinery = state_.training.machinery;
    state_.training = kept;
    looking_.reset();
}

void TrainingController::follow(const fs::path& run) {
    look_at_nothing();
    state_.training.folder = run.string();
    next_look_ = Time{};
}

void TrainingController::show_own() {
    const std::string run = state_.training.own_run;
    if (!run.empty()) follow(run);
}

/// Two at once would take each other's cores, and each its time.
bool TrainingController::begins_beside_another() {
    if (!process_) return false;
    state_.training.problem =
        trf("{} is still training: stop it first.", fs::path(state_.training.own_run).filename().string());
    return true;
}

void TrainingController::take_pictures(const fs::path& folder) {
    state_.training.form.data = folder.string();
    if (!state_.training.folder.empty()) notifier_.info(tr("These pictures will be used for the next run."));
}

void TrainingController::start() {
    TrainingState& view = state_.training;
    const TrainingForm& form = view.form;
    if (begins_beside_another()) return;
    std::error_code error;
    if (!fs::is_directory(form.data, error)) {
        view.problem = form.data.empty() ? tr("Enter the folder of pictures, or drop it on this window.")
                                         : trf("{} is not a folder.", form.data);
        return;
    }
    const fs::path out = form.out.empty() ? default_run_folder(state_) : fs::path(form.out);
    if (fs::exists(out / "checkpoint.safetensors", error)) {
        view.problem =
            trf("{} already contains a run. Choose another folder, or follow that run below.", out.string());
        return;
    }
    if (fs::is_directory(out, error) && !fs::is_empty(out, error) && !has_run_lock(out)) {
        view.problem = trf("{} contains other files. Choose a new folder.", out.string());
        return;
    }
    view.folder = fs::absolute(out).string();
    view.log.reset();
    looking_.reset();
    launch({"--data", fs::absolute(form.data).string(), "--out", view.folder, "--resolution",
            std::to_string(form.resolution), "--images-per-phase", std::to_string(form.images_per_phase),
            "--name",
            form.name.empty() ? fs::path(form.data).lexically_normal().filename().string() : form.name});
}

void TrainingController::resume() {
    if (begins_beside_another()) return;
    launch({"--resume", "--out", state_.training.folder});
}

void TrainingController::signal(int number) {
    if (state_.training.process > 0) kill(state_.training.process, number);
    next_look_ = Time{};
}

void TrainingController::pause() {
    signal(SIGSTOP);
    state_.training.paused = true;
}

void TrainingController::go_on() {
    signal(SIGCONT);
    state_.training.paused = false;
}

void TrainingController::stop() {
    signal(SIGINT);
    signal(SIGCONT);
    state_.training.paused = false;
    state_.training.stopping = true;
}

void TrainingController::close() {
    look_at_nothing();
    followed_.reset();
}

/// Our process: has it ended, and how?
void TrainingController::watch_process() {
    if (!process_) return;
    const std::optional<ChildEnd> end = process_->end();
    if (!end) return;
    TrainingState& view = state_.training;
    const bool shown = own_is_shown();
    const std::string run = std::exchange(view.own_run, {});
    process_.reset();
    const bool stopped = shown && view.stopping && end->signal == 0;
    std::string problem;
    if (!stopped && !end->succeeded()) {
        problem = last_line(log_path(state_));
        if (problem.empty()) problem = tr("Training ended unexpectedly. The last checkpoint is intact.");
        notifier_.error(trf("Training ended: {}", problem));
    } else if (!shown) {
        notifier_.info(trf("Training in {} has ended.", run));
    }
    if (!shown) return;
    view.starting = view.running = view.paused = false;
    view.process = 0;
    view.problem = problem;
    if (!problem.empty() && !view.log) view.folder.clear();  // nothing was begun: back to the form
}

void TrainingController::look_for_machinery(Time now) {
    if (state_.center != CenterView::training || now < next_machinery_look_) return;
    next_machinery_look_ = now + kMachineryLook;
    using Machinery = TrainingState::Machinery;
    try {
        find_torch_library();
        state_.training.machinery = Machinery::ready;
    } catch (const Error&) {
        state_.training.machinery =
            torch_library_is_being_built() ? Machinery::being_built : Machinery::missing;
    }
}

std::optional<Time> TrainingController::next_tick() const {
    if (state_.center != CenterView::training || state_.training.machinery == TrainingState::Machinery::ready)
        return next_look_;
    return earlier(next_look_, next_machinery_look_);
}

void TrainingController::tick(Time now) {
    TrainingState& view = state_.training;
    watch_process();
    look_for_machinery(now);
    if (view.folder.empty()) {
        next_look_.reset();
        if (process_) next_look_ = now + kLook;
        return;
    }
    if (!followed_ || followed_folder_ != view.folder) {
        followed_ = std::make_shared<Followed>(view.folder);
        followed_folder_ = view.folder;
        looking_.reset();
        next_look_ = Time{};
    }
    if (looking_ || (next_look_ && now < *next_look_)) return;
    next_look_ = now + (state_.center == CenterView::training ? kLook : kLookAside);
    looking_ = engine_.run_task(
        [followed = followed_] { return look_at(*followed); },
        [this](const Result<Look>& look) { look ? tell(*look) : notifier_.error(look.error()); });
}

/// On the engine's thread.
TrainingController::Look TrainingController::look_at(Followed& run) {
    Look look;
    look.owner = run_owner(run.follower.folder());
    try {
        if (run.follower.refresh() || !run.log) run.log = std::make_shared<const RunLog>(run.follower.log());
        look.log = run.log;
    } catch (const std::exception&) {
        look.problem = current_error_sentence();
    }
    return look;
}

void TrainingController::tell(const Look& look) {
    TrainingState& view = state_.training;
    view.running = look.owner.has_value() || own_is_shown();
    view.process = look.owner ? look.owner->process : own_is_shown() ? process_->id() : 0;
    view.machine = look.owner ? look.owner->machine : "";
    view.paused = view.process > 0 && is_paused(view.process);
    if (!view.running) view.stopping = false;
    if (!look.problem.empty()) {
        view.starting = view.running;  // whoever has just begun is still reading the pictures
        if (view.running) return;
        view.problem = look.problem;
        view.folder.clear();
        view.log.reset();
        return;
    }
    view.starting = false;
    if (look.log == view.log) return;
    const bool was_finished = !view.log || view.log->finished;
    view.log = look.log;
    if (view.log->finished && !was_finished)
        notifier_.info(tr_plural("Training is finished: {1} image.", "Training is finished: {1} images.",
                                 view.log->total, thousands(view.log->total)));
}

}  // namespace progan
