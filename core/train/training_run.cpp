#include "core/train/training_run.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/files/append_file.h"
#include "core/files/atomic_file.h"
#include "core/files/json_text.h"
#include "core/image/contact_sheet.h"
#include "core/image/image_file.h"
#include "core/image/resize.h"
#include "core/latent/seeds.h"
#include "core/support/counted.h"
#include "core/support/error.h"
#include "core/support/text.h"
#include "core/train/configuration_change.h"
#include "core/train/picture_folder.h"
#include "core/train/run_log.h"
#include "core/train/time_left.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr std::chrono::minutes kBetweenCheckpoints{5};
constexpr std::chrono::seconds kBetweenProgressEvents{5};
constexpr int kMaxRetries = 5;
constexpr std::size_t kMaxEventsFileBytes = std::size_t{1} << 30;

fs::path checkpoint_file(const fs::path& out) {
    return out / "checkpoint.safetensors";
}

fs::path pictures_file(const fs::path& out) {
    return out / "pictures.cache";
}

/// False, too, of what cannot be looked at: whatever is done next says why.
bool is_there(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

bool is_folder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

std::string padded(std::int64_t images) {
    return fmt::format("{:010}", images);
}

nlohmann::ordered_json event(const char* what, const SchedulePoint& position, std::int64_t images) {
    return {{"event", what},
            {"images", images},
            {"level", position.level},
            {"resolution", resolution(position.level)},
            {"phase", position.fading ? "fade-in" : "training"},
            {"alpha", position.alpha}};
}

}  // namespace

TrainingRun::TrainingRun(TrainConfiguration configuration, TrainingPlaces places,
                         const ProgressReport& decoding, const std::optional<InitialWeights>& initial)
    : configuration_(std::move(configuration)), places_(std::move(places)) {
    validate(configuration_);
    make_printable(configuration_);
    if (is_there(checkpoint_file(places_.out)))
        throw Error(
            "{} already contains a training run. Continue it with --resume, or choose another folder.",
            places_.out.string());
    std::optional<LoadedWeights> weights;
    if (initial) weights = load_initial_weights(*initial, configuration_);  // before pictures are read
    if (weights && configuration_.discriminator_channels.empty()) {
        configuration_.discriminator_channels = discriminator_channels_of(*weights, configuration_);
        validate(configuration_);
    }
    lock_folder();
    try {
        open_trainer_and_pictures(decoding);
    } catch (...) {
        if (lock_) lock_->forget();
        throw;
    }
    augment_ = first_augmentation(configuration_);
    if (weights) start_from(*weights);
    if (!places_.writes()) return;
    write_file_atomically(places_.out / "events.jsonl", std::string_view());
    nlohmann::ordered_json start = event("start", position(), images_);
    start["total"] = total_images(configuration_);
    tell_pictures(start);
    start["configuration"] = nlohmann::json::parse(configuration_to_json(configuration_));
    write_event(json_line(start));
    snapshot();
    save_checkpoint();
}

TrainingRun::TrainingRun(Restored, TrainingCheckpoint checkpoint, TrainingPlaces places,
                         const ProgressReport& decoding)
    : configuration_(std::move(checkpoint.configuration)),
      places_(std::move(places)),
      steps_(checkpoint.steps),
      images_(checkpoint.images),
      augment_(checkpoint.augment),
      best_(checkpoint.best) {
    lock_folder();
    open_trainer_and_pictures(decoding);
    trainer_->restore(checkpoint.state);
    // NOLINTNEXTLINE(cppcoreguidelines-prefer-member-initializer): like the rest of what is restored
    images_at_sum_ = images_at_checkpoint_ = images_;
    if (!places_.writes() || this->position().finished) return;
    drop_events_after(images_);
    nlohmann::ordered_json resume = event("resume", position(), images_);
    resume["total"] = total_images(configuration_);
    tell_pictures(resume);
    write_event(json_line(resume));
}

TrainingRun::~TrainingRun() = default;

std::unique_ptr<TrainingRun> TrainingRun::resume(const std::function<void(TrainConfiguration&)>& change,
                                                 TrainingPlaces places, const ProgressReport& decoding) {
    const fs::path file = checkpoint_file(places.out);
    if (!is_there(file))
        throw Error("{} contains no training run to resume: {} is missing.", places.out.string(),
                    file.filename().string());
    TrainingCheckpoint checkpoint = read_training_checkpoint(file);
    if (change) checkpoint.configuration = changed_configuration(checkpoint, change, places.out);
    if (places.data.empty()) places.data = checkpoint.data;
    return std::unique_ptr<TrainingRun>(
        new TrainingRun(Restored{}, std::move(checkpoint), std::move(places), decoding));
}

void TrainingRun::lock_folder() {
    if (places_.writes()) lock_ = std::make_unique<RunLock>(places_.out);
}

void TrainingRun::open_trainer_and_pictures(const ProgressReport& decoding) {
    check_sharing(configuration_, places_.process_group);
    if (places_.process_group && configuration_.on_divergence == OnDivergence::retry)
        throw Error("Several processes cannot retry together after divergence. Omit --on-divergence retry.");
    if (places_.writes() && !places_.process_group)
        decode_pictures(decoding);  // reports problems with them first
    trainer_ = std::make_unique<TorchTrainer>(places_.library, configuration_, places_.device,
                                              places_.process_group);
    if (places_.writes() && places_.process_group) decode_pictures(decoding);
    trainer_->wait_for_all_processes();
    const fs::path file = pictures_file(places_.out);
    cache_ = std::make_unique<PictureCache>(file);
    if (cache_->resolution() != configuration_.resolution)
        throw Error(
            "{} contains pictures of {} pixels per side, but the run needs {}. Delete it and it will be "
            "rebuilt.",
            file.string(), cache_->resolution(), configuration_.resolution);
    split_pictures();
}

void TrainingRun::split_pictures() {
    settle(configuration_, cache_->size());
    split_ = progan::split_pictures(cache_->size(), static_cast<std::size_t>(configuration_.held_back),
                                    configuration_.seed);
    meter_ = std::make_unique<RunMeter>(*cache_, split_, configuration_.seed, configuration_.latent_size);
    order_ =
        std::make_unique<EpochSampler>(configuration_.seed, split_.trained.size(), configuration_.mirror);
}

void TrainingRun::decode_pictures(const ProgressReport& decoding) {
    const fs::path file = pictures_file(places_.out);
    const bool needs_folder = images_ == 0 || !is_there(file);
    if (!needs_folder && (position().finished || !is_folder(places_.data))) return;
    if (auto current = PictureCache::current(file, places_.data, configuration_)) {
        pictures_ = std::move(*current);
        return;
    }
    // The pictures that are decoded already are enough for a run whose folder was emptied.
    if (!needs_folder && find_pictures(places_.data).files.empty()) return;
    pictures_ = PictureCache::build(places_.data, file, configuration_, decoding);
    std::string skipped;
    for (const std::string& sentence : pictures_.skipped) skipped += sentence + '\n';
    const fs::path skipped_file = places_.out / "skipped.txt";
    std::error_code ignored;
    if (skipped.empty())
        fs::remove(skipped_file, ignored);
    else
        write_file_atomically(skipped_file, skipped);
}

void TrainingRun::tell_pictures(nlohmann::ordered_json& event) const {
    event["pictures"] = cache_->size();
    event["held_back"] = split_.held_back.size();
    event["enlarged"] = pictures_.enlarged;
    event["transparent"] = pictures_.transparent;
    event["unreadable"] = pictures_.unreadable;
    event["left_out"] = pictures_.left_out;
}

void TrainingRun::start_from(const LoadedWeights& weights) {
    TrainerState state = trainer_->state();
    put_initial_weights(weights, state);
    trainer_->restore(state);
    images_ = images_at_sum_ = images_before_training(configuration_, weights.model.spec.last_level);
}

void TrainingRun::write_event(const std::string& json) {
    if (!places_.writes()) return;
    const fs::path file = places_.out / "events.jsonl";
    append_to_file(file, json + '\n');
}

/// Drops the events after the checkpoint, which will happen again.
void TrainingRun::drop_events_after(std::int64_t images) const {
    const fs::path file = places_.out / "events.jsonl";
    if (!is_there(file)) return;
    std::istringstream lines(read_text_file(file, kMaxEventsFileBytes));
    std::string kept;
    for (std::string line; std::getline(lines, line);) {
        const nlohmann::json json = nlohmann::json::parse(line, nullptr, false);
        if (!json.is_object()) continue;
        const auto at = json.find("images");
        if (at == json.end() || !at->is_number_integer() || at->get<std::int64_t>() <= images)
            kept += line + '\n';
    }
    write_file_atomically(file, kept);
}

Diverged TrainingRun::diverged(const std::string& what) const {
    return {
        fmt::format("Training diverged after {} (step {}): {}. The last good checkpoint, of {}, is intact; a "
                    "lower learning rate may help (--resume --learning-rate, or --on-divergence retry).",
                    counted(images_, "image", "images"), steps_, what,
                    counted(images_at_checkpoint_, "image", "images")),
        images_, steps_};
}

TrainerState TrainingRun::finite_state() const {
    TrainerState state = trainer_->state();
    if (const WeightTensor* tensor = first_not_finite(state.tensors))
        throw diverged(fmt::format("the tensor {} has a value that is not finite", quote(tensor->name)));
    return state;
}

void TrainingRun::save_checkpoint() {
    if (places_.writes())
        write_training_checkpoint(checkpoint_file(places_.out),
                                  {configuration_, fs::absolute(places_.data).string(), steps_, images_,
                                   finite_state(), augment_, best_});
    images_at_checkpoint_ = images_;
    saved_ = Clock::now();
}

void TrainingRun::snapshot() {
    if (!places_.writes()) return;
    const TrainerState state = finite_state();
    SchedulePoint position = this->position();
    if (position.finished) position.alpha = 1;
    const std::string name = padded(images_);
    const Model model = trainer_->model(position);
    save_model(places_.out / "snapshots" / (name + ".safetensors"), model);
    save_model(places_.out / "model.safetensors", model);
    write_discriminator(places_.out / "discriminator.safetensors", state, position.level);
    std::vector<Latent> latents;
    for (std::uint32_t seed = 0; seed < kSheetFaces; ++seed)
        latents.push_back(
            latent_from_seed(seed, static_cast<std::size_t>(configuration_.latent_size), SeedMode::numpy));
    std::vector<Image> faces = trainer_->faces(latents, position.level, position.alpha);
    for (Image& face : faces)
        if (face.width < configuration_.resolution)
            face = resize(face, configuration_.resolution, configuration_.resolution, ResizeFilter::nearest);
    write_png(places_.out / kSampleFolder / (name + ".png"), contact_sheet(faces, {kSheetColumns, 0, {}}));
    nlohmann::ordered_json line = event("snapshot", position, images_);
    line["model"] = "snapshots/" + name + ".safetensors";
    line["sheet"] = fmt::format("{}/{}.png", kSampleFolder, name);
    tell_measure(line, position, model);
    write_event(json_line(line));
}

/// Measures the snapshot and keeps its model if it is the best.
void TrainingRun::tell_measure(nlohmann::ordered_json& line, const SchedulePoint& position,
                               const Model& model) {
    const std::optional<RunMeasure> measure = meter_->measure(*trainer_, position);
    if (!measure) return;
    line["ms_ssim"] = measure->alikeness;
    line["ms_ssim_pictures"] = measure->picture_alikeness;
    line["score_trained"] = measure->trained_score;
    line["score_generated"] = measure->generated_score;
    if (measure->held_back_score) line["score_held_back"] = *measure->held_back_score;
    if (measure->distance) {
        line["swd"] = *measure->distance;
        if (!best_ || position.level > best_->level || *measure->distance < best_->distance) {
            best_ = BestSnapshot{images_, position.level, *measure->distance};
            save_model(places_.out / "best.safetensors", model);
        }
    }
    const double sign = configuration_.loss == Loss::wgan_gp ? 0 : augment_.real_sign;
    const std::vector<Trouble> now =
        confirmed(position.fading ? std::vector<Trouble>() : troubles_in(*measure, sign));
    for (const Trouble trouble : now)
        if (std::find(troubles_.begin(), troubles_.end(), trouble) == troubles_.end())
            progress_.messages.emplace_back(trouble_sentence(trouble));
    troubles_ = now;
    for (const Trouble trouble : now) line["troubles"].push_back(kTroubleNames.name(trouble));
}

/// Those that the previous measurement showed, too.
std::vector<Trouble> TrainingRun::confirmed(const std::vector<Trouble>& seen) {
    std::vector<Trouble> both;
    for (const Trouble trouble : seen)
        if (std::find(seen_troubles_.begin(), seen_troubles_.end(), trouble) != seen_troubles_.end())
            both.push_back(trouble);
    seen_troubles_ = seen;
    return both;
}

void TrainingRun::note_progress(const Losses& losses, const SchedulePoint& position) {
    for (const double value : {losses.generator, losses.discriminator, losses.penalty})
        if (!std::isfinite(value)) throw diverged(fmt::format("a loss is {}", value));
    sums_.generator += losses.generator;
    sums_.discriminator += losses.discriminator;
    sums_.real_score += losses.real_score;
    sums_.fake_score += losses.fake_score;
    sums_.penalty += losses.penalty;
    ++steps_in_sum_;
    progress_.position = position;
    progress_.augment_probability = augment_.probability;
    progress_.images = images_;
    progress_.total = total_images(configuration_);
    const auto now = Clock::now();
    const double seconds = std::chrono::duration<double>(now - summing_since_).count();
    const bool ended = images_ >= position.phase_end;
    if (progress_.images_per_second == 0 || now - summing_since_ > kBetweenProgressEvents || ended) {
        const auto steps = static_cast<double>(steps_in_sum_);
        progress_.losses = {sums_.generator / steps, sums_.discriminator / steps, sums_.real_score / steps,
                            sums_.fake_score / steps, sums_.penalty / steps};
        progress_.images_per_second = static_cast<double>(images_ - images_at_sum_) / std::max(seconds, 1e-9);
        progress_.seconds_left = training_seconds_left(configuration_, images_, progress_.images_per_second);
    }
    if (now - summing_since_ <= kBetweenProgressEvents && !ended) return;
    nlohmann::ordered_json line = event("progress", position, images_);
    line["generator_loss"] = progress_.losses.generator;
    line["discriminator_loss"] = progress_.losses.discriminator;
    line["real_score"] = progress_.losses.real_score;
    line["fake_score"] = progress_.losses.fake_score;
    line["penalty"] = progress_.losses.penalty;
    line["real_sign"] = augment_.real_sign;
    line["augment_probability"] = augment_.probability;
    line["images_per_second"] = progress_.images_per_second;
    line["seconds_left"] = progress_.seconds_left;
    line["seconds"] = seconds;
    line["seconds_saving"] = std::chrono::duration<double>(saving_).count();
    write_event(json_line(line));
    sums_ = {};
    steps_in_sum_ = 0;
    images_at_sum_ = images_;
    summing_since_ = now;
    saving_ = {};
}

bool TrainingRun::step() {
    const SchedulePoint position = this->position();
    if (position.finished) return false;
    const auto side = static_cast<std::size_t>(resolution(position.level));
    batch_.resize(static_cast<std::size_t>(position.batch) * side * side * 3);
    std::vector<Sample> samples = order_->samples(images_, position.batch);
    for (Sample& sample : samples) sample.picture = split_.trained[sample.picture];
    cache_->read(samples, position.level, batch_.data());
    progress_.messages.clear();
    const Losses losses = trainer_->step(position, steps_, batch_, augment_.probability);
    const std::int64_t between = std::max<std::int64_t>(total_images(configuration_) / kSnapshots, 1);
    const bool snapshot_due = (images_ + position.batch) / between != images_ / between;
    ++steps_;
    images_ += position.batch;
    augment_ = next_augmentation(augment_, configuration_, losses.real_sign, position.batch);
    note_progress(losses, position);
    const SchedulePoint next = this->position();
    save_what_is_due(position, next, snapshot_due);
    return !next.finished;
}

void TrainingRun::save_what_is_due(const SchedulePoint& before, const SchedulePoint& next,
                                   bool snapshot_due) {
    const auto begin = Clock::now();
    if (next.phase_begin != before.phase_begin || next.finished) {
        snapshot();
        write_event(json_line(event(next.finished ? "finish" : "phase", next, images_)));
        save_checkpoint();
    } else if (snapshot_due) {
        snapshot();
        save_checkpoint();
    } else if (Clock::now() - saved_ > kBetweenCheckpoints) {
        save_checkpoint();
    }
    saving_ += Clock::now() - begin;
}

/// Back to the last checkpoint, with half the learning rates.
void TrainingRun::retry(const Diverged& divergence) {
    ++retries_;
    TrainingCheckpoint checkpoint = read_training_checkpoint(checkpoint_file(places_.out));
    for (double& rate : configuration_.learning_rates) rate /= 2;
    trainer_->set_learning_rates(configuration_.learning_rates);
    trainer_->restore(checkpoint.state);
    steps_ = checkpoint.steps;
    images_ = images_at_sum_ = checkpoint.images;
    augment_ = checkpoint.augment;
    best_ = checkpoint.best;
    sums_ = {};
    steps_in_sum_ = 0;
    summing_since_ = Clock::now();
    saving_ = {};
    drop_events_after(images_);
    nlohmann::ordered_json line = event("retry", position(), images_);
    line["diverged_after"] = divergence.images;
    line["diverged_at_step"] = divergence.step;
    line["learning_rates"] = configuration_.learning_rates;
    write_event(json_line(line));
    save_checkpoint();
    progress_.position = position();
    progress_.images = images_;
    progress_.messages = {
        fmt::format("Training diverged after {} images (step {}) and continues from {} images with half the "
                    "learning rate.",
                    divergence.images, divergence.step, images_)};
}

bool TrainingRun::step_or_retry() {
    try {
        return step();
    } catch (const Diverged& divergence) {
        if (configuration_.on_divergence == OnDivergence::retry && retries_ < kMaxRetries) {
            retry(divergence);
            return true;
        }
        nlohmann::ordered_json line = event("diverged", position(), divergence.images);
        line["step"] = divergence.step;
        line["sentence"] = current_error_sentence();
        write_event(json_line(line));
        throw;
    }
}

void TrainingRun::run(const TrainingReport& report) {
    if (position().finished) return;
    summing_since_ = Clock::now();
    try {
        bool more = true;
        while (more) {
            more = step_or_retry();
            if (report) report(progress_);
        }
    } catch (const Cancelled&) {
        save_checkpoint();
        throw;
    }
}

}  // namespace progan
