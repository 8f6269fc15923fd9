#include "app/explorer/features/journey/frame_cache.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <variant>

#include "core/image/difference.h"
#include "core/latent/journey/pacing.h"

namespace progan {
namespace {

constexpr std::size_t kBatch = 8;  // faces a request
// Steps of a span that are measured: as many as its frames may well be, where a face takes little time.
constexpr int kMeasuredSteps = 256, kMeasuredStepsOfMiddle = 96, kMeasuredStepsOfLarge = 24;
constexpr int kMiddleLevel = 5, kLargeLevel = 6;  // 128 x 128, 256 x 256
constexpr std::size_t kMaxMeasures = 256;         // spans that are remembered
constexpr std::size_t kMaxFailures = 3;
constexpr std::size_t kEntryBytes = 128;                     // of the cache itself
constexpr auto kLookTime = std::chrono::microseconds(2000);  // at most, for what is missing

std::uint64_t mixed(std::uint64_t hash, std::uint64_t value) {
    hash = (hash ^ value) * 0x9e3779b97f4a7c15ull;
    return hash ^ (hash >> 29);
}

std::uint64_t mixed(std::uint64_t hash, const ChannelEdits& edits) {
    for (const ChannelEdit& edit : edits) {
        hash = mixed(mixed(hash, static_cast<std::uint64_t>(edit.level)),
                     static_cast<std::uint64_t>(edit.channel));
        hash = mixed(hash, std::bit_cast<std::uint32_t>(edit.strength));
    }
    return hash;
}

std::uint64_t hash_of(const Latent& latent, const ChannelEdits& edits, int level, double alpha) {
    std::uint64_t hash =
        mixed(mixed(1, static_cast<std::uint64_t>(level)), std::bit_cast<std::uint64_t>(alpha));
    for (float value : latent) hash = mixed(hash, std::bit_cast<std::uint32_t>(value));
    hash = mixed(hash, edits);
    return std::max<std::uint64_t>(hash, 1);
}

/// What the latents of a span's frames follow from.
std::uint64_t frames_hash(const Journey& journey, std::size_t span) {
    const Keyframe& key = journey.keyframes[span];
    std::uint64_t hash = mixed(span_mark(journey, span), static_cast<std::uint64_t>(key.frames));
    hash = mixed(hash, static_cast<std::uint64_t>(key.easing));
    const bool even = journey.pacing != Pacing::angle && !key.change.empty();
    hash = mixed(hash, even);
    if (even)
        for (float value : key.change) hash = mixed(hash, std::bit_cast<std::uint32_t>(value));
    return hash;
}

int measured_steps(int level) {
    return level >= kLargeLevel    ? kMeasuredStepsOfLarge
           : level >= kMiddleLevel ? kMeasuredStepsOfMiddle
                                   : kMeasuredSteps;
}

}  // namespace

void FrameCache::forget() {
    cache_.clear();
    used_bytes_ = 0;
    frame_bytes_ = 0;
    keys_.clear();
    prefetched_.clear();
    changes_.clear();
    span_hashes_.clear();
    prefetched_count_ = 0;
    planned_ = false;
    request_id_ = 0;
    measure_.reset();  // measures stay: their marks tell of the model
}

void FrameCache::add_measure(std::uint64_t mark, std::vector<float> change) {
    if (measures_.size() >= kMaxMeasures) measures_.clear();
    measures_[mark] = std::move(change);
    ++revision_;
}

void FrameCache::update(const Journey& journey, const Wanted& wanted) {
    if (wanted.epoch != wanted_.epoch) forget();
    const bool other_pictures = wanted.level != wanted_.level || wanted.alpha != wanted_.alpha;
    const bool other_journey = !planned_ || other_pictures || !(journey == journey_);
    const bool wants_other = wanted.measure != wanted_.measure || wanted.prefetch != wanted_.prefetch ||
                             wanted.memory_mib != wanted_.memory_mib || wanted.playhead != wanted_.playhead;
    if (other_pictures) span_hashes_.clear();
    wanted_ = wanted;
    if (other_journey) plan(journey);
    if (other_journey || wants_other) failed_ = 0;
    if (other_journey || wanted.memory_mib * 1024 * 1024 < static_cast<double>(used_bytes_)) make_room(0, -1);
    // What is under way continues: it is of use if its frames are still those of the way. A new journey is
    // looked at when it is there, at most some faces later.
    if (request_id_ == 0 && (other_journey || wants_other || unsure_)) submit_next();
}

/// Frames of spans that stay keep what is known of them.
void FrameCache::plan(const Journey& journey) {
    std::vector<std::uint64_t> hashes;
    for (std::size_t span = 0; span < span_count(journey); ++span)
        hashes.push_back(frames_hash(journey, span));
    const auto length = static_cast<std::size_t>(progan::path_length(journey));
    std::vector<std::uint64_t> keys(length, 0);
    std::vector<float> changes(length, -1.0f);
    std::map<std::uint64_t, std::size_t> old_starts;
    std::size_t at = 0;
    for (std::size_t span = 0; span < span_hashes_.size();
         at += static_cast<std::size_t>(journey_.keyframes[span].frames), ++span)
        old_starts[span_hashes_[span]] = at;
    at = 0;
    for (std::size_t span = 0; span < hashes.size(); ++span) {
        const auto frames = static_cast<std::size_t>(journey.keyframes[span].frames);
        if (const auto old = old_starts.find(hashes[span]); old != old_starts.end())
            for (std::size_t i = 0; i < frames; ++i) {
                keys[at + i] = keys_[old->second + i];
                // The change into the span's first frame comes from another span.
                if (i > 0) changes[at + i] = changes_[old->second + i];
            }
        at += frames;
    }
    journey_ = journey;
    planned_ = true;
    keys_ = std::move(keys);
    changes_ = std::move(changes);
    span_hashes_ = std::move(hashes);
    prefetched_.assign(length, 0);
    prefetched_count_ = 0;
    for (auto& [key, entry] : cache_) entry.frame.reset();
    for (std::size_t frame = 0; frame < length; ++frame)
        if (keys_[frame] != 0)
            if (const auto found = cache_.find(keys_[frame]); found != cache_.end()) {
                found->second.frame = static_cast<std::int64_t>(frame);
                prefetched_[frame] = 1;
                ++prefetched_count_;
            }
    for (std::size_t frame = 0; frame < length; ++frame)
        if (prefetched_[frame] && changes_[frame] < 0) arrived(static_cast<std::int64_t>(frame));
    ++revision_;
}

std::uint64_t FrameCache::key_of(std::int64_t frame) {
    std::uint64_t& key = keys_[static_cast<std::size_t>(frame)];
    if (key == 0)
        key = hash_of(latent_at(journey_, frame), edits_at(journey_, frame), wanted_.level, wanted_.alpha);
    return key;
}

/// From the playhead, the shorter way round if the way is closed.
std::int64_t FrameCache::distance(std::int64_t frame) const {
    const std::int64_t straight = std::abs(frame - wanted_.playhead);
    return closes(journey_) ? std::min(straight, path_length() - straight) : straight;
}

/// Drops frames of ways that were, then those farther from the playhead than `for_distance`, the farthest
/// first, until there is room. False if there is none.
bool FrameCache::make_room(std::size_t bytes, std::int64_t for_distance) {
    const double budget = wanted_.memory_mib * 1024 * 1024;
    while (static_cast<double>(used_bytes_ + bytes) > budget && !cache_.empty()) {
        auto victim = cache_.begin();
        std::int64_t farthest = -1;
        for (auto entry = cache_.begin(); entry != cache_.end(); ++entry) {
            if (!entry->second.frame) {
                victim = entry;
                farthest = std::numeric_limits<std::int64_t>::max();
                break;
            }
            if (const std::int64_t far = distance(*entry->second.frame); far > farthest) {
                farthest = far;
                victim = entry;
            }
        }
        if (for_distance >= 0 && farthest <= for_distance) return false;
        if (victim->second.frame) unmark(*victim->second.frame);
        used_bytes_ -= victim->second.image.rgb.size() + kEntryBytes;
        cache_.erase(victim);
        ++revision_;
    }
    return static_cast<double>(used_bytes_ + bytes) <= budget;
}

/// A frame's picture is there: what changes into it and out of it.
void FrameCache::arrived(std::int64_t frame) {
    const std::int64_t length = path_length();
    const auto picture = [&](std::int64_t at) -> const Image* {
        if (!prefetched_[static_cast<std::size_t>(at)]) return nullptr;
        const auto found = cache_.find(keys_[static_cast<std::size_t>(at)]);
        return found == cache_.end() ? nullptr : &found->second.image;
    };
    const auto note = [&](std::int64_t from, std::int64_t to) {
        float& change = changes_[static_cast<std::size_t>(to)];
        if (change >= 0 || from == to) return;
        const Image *a = picture(from), *b = picture(to);
        if (a && b) change = static_cast<float>(picture_change(*a, *b));
    };
    if (frame > 0 || closes(journey_)) note((frame + length - 1) % length, frame);
    if (frame + 1 < length || closes(journey_)) note(frame, (frame + 1) % length);
}

void FrameCache::put(std::uint64_t key, std::int64_t frame, const Image& image) {
    const bool of_this_journey =
        frame >= 0 && frame < path_length() && keys_[static_cast<std::size_t>(frame)] == key;
    const std::size_t bytes = image.rgb.size() + kEntryBytes;
    frame_bytes_ = bytes;
    if (!cache_.contains(key)) {
        if (!make_room(bytes, of_this_journey ? distance(frame) : -1)) return;
        cache_[key] = {image, of_this_journey ? std::optional(frame) : std::nullopt};
        used_bytes_ += bytes;
    }
    if (of_this_journey) mark(frame);
}

void FrameCache::mark(std::int64_t frame) {
    std::uint8_t& prefetched = prefetched_[static_cast<std::size_t>(frame)];
    if (prefetched) return;
    prefetched = 1;
    ++prefetched_count_;
    arrived(frame);
}

/// Also the frames beside it that show the same face.
void FrameCache::unmark(std::int64_t frame) {
    const std::uint64_t key = keys_[static_cast<std::size_t>(frame)];
    for (const int step : {-1, 1})
        for (std::int64_t at = step < 0 ? frame : frame + 1;
             at >= 0 && at < path_length() && keys_[static_cast<std::size_t>(at)] == key; at += step) {
            std::uint8_t& prefetched = prefetched_[static_cast<std::size_t>(at)];
            prefetched_count_ -= prefetched;
            prefetched = 0;
        }
}

const Image* FrameCache::find(const RenderRequest& request) const {
    if (!planned_ || request.level != wanted_.level || request.alpha != wanted_.alpha) return nullptr;
    const auto found =
        cache_.find(hash_of(request.latents[0], request.edits_of(0), request.level, request.alpha));
    return found == cache_.end() ? nullptr : &found->second.image;
}

void FrameCache::submit_next() {
    request_id_ = 0;
    unsure_ = false;
    if (!planned_ || failed_ >= kMaxFailures) return;
    if (wanted_.measure && submit_measuring()) return;
    if (wanted_.prefetch && wanted_.memory_mib > 0) submit_frames();
}

/// The next pictures along the first span whose change is not known.
bool FrameCache::submit_measuring() {
    const int steps = measured_steps(wanted_.measured_level);
    if (measure_) {
        const bool still_there =
            measure_->span < span_count(journey_) && span_mark(journey_, measure_->span) == measure_->mark;
        if (!still_there) measure_.reset();
    }
    for (std::size_t span = 0; !measure_ && span < span_count(journey_); ++span)
        if (const std::uint64_t mark = span_mark(journey_, span); !measures_.contains(mark))
            measure_ = Measure{mark, span, {}, {}};
    if (!measure_) return false;
    RenderRequest request{{}, wanted_.measured_level, wanted_.measured_alpha};
    const auto next = static_cast<int>(measure_->change.size());
    for (int step = next; step <= steps && request.latents.size() < kBatch; ++step) {
        const double part = static_cast<double>(step) / steps;
        request.add(span_latent(journey_, measure_->span, part), span_edits(journey_, measure_->span, part));
    }
    request_frames_.clear();
    request_keys_.clear();
    ask(std::move(request));
    return true;
}

void FrameCache::take_measure(const Image& image) {
    if (!measure_) return;
    const float before = measure_->change.empty() ? 0 : measure_->change.back();
    const double change = measure_->change.empty() ? 0 : picture_change(measure_->last, image);
    measure_->change.push_back(before + static_cast<float>(change));
    measure_->last = image;
    if (measure_->change.size() <= static_cast<std::size_t>(measured_steps(wanted_.measured_level))) return;
    add_measure(measure_->mark, std::move(measure_->change));
    measure_.reset();
}

/// The frames nearest to the playhead that are not there, as far as there is room for them.
void FrameCache::submit_frames() {
    const std::int64_t length = path_length();
    const auto began = std::chrono::steady_clock::now();
    const double budget = wanted_.memory_mib * 1024 * 1024;
    const std::int64_t room =
        frame_bytes_ == 0 ? length : static_cast<std::int64_t>(budget / static_cast<double>(frame_bytes_));
    RenderRequest request{{}, wanted_.level, wanted_.alpha};
    request_frames_.clear();
    request_keys_.clear();
    const std::int64_t playhead = std::clamp<std::int64_t>(wanted_.playhead, 0, length - 1);
    const bool closed = closes(journey_);
    // Frame 0 of the search is the playhead, then one ahead, one behind, two ahead, ...
    const std::int64_t looked_at = std::min(2 * length, 2 * room);
    for (std::int64_t i = 0; i < looked_at && request.latents.size() < kBatch; ++i) {
        std::int64_t frame = playhead + (i % 2 == 1 ? (i + 1) / 2 : -(i / 2));
        if (closed && i <= length) frame = (frame % length + length) % length;
        if (frame < 0 || frame >= length || prefetched_[static_cast<std::size_t>(frame)]) continue;
        const std::uint64_t key = key_of(frame);
        if (const auto found = cache_.find(key); found != cache_.end()) {
            if (!found->second.frame) found->second.frame = frame;
            mark(frame);
            ++revision_;
        } else if (std::find(request_keys_.begin(), request_keys_.end(), key) == request_keys_.end()) {
            if (frame_bytes_ != 0 &&
                static_cast<double>(used_bytes_ + frame_bytes_ * (1 + request_keys_.size())) > budget &&
                !make_room(frame_bytes_ * (1 + request_keys_.size()), distance(frame)))
                break;
            request.add(latent_at(journey_, frame), edits_at(journey_, frame));
            request_frames_.push_back(frame);
            request_keys_.push_back(key);
        }
        if (std::chrono::steady_clock::now() - began > kLookTime) {
            unsure_ = true;
            break;
        }
    }
    if (!request.latents.empty()) ask(std::move(request));
}

void FrameCache::ask(RenderRequest request) {
    request_id_ = engine_.submit(Purpose::prefetch, std::move(request));
}

void FrameCache::face_failed(std::uint64_t request_id) {
    if (request_id != request_id_) return;  // of another model
    ++failed_;                              // whoever looks at the frame itself gets the sentence
    measure_.reset();
    submit_next();
}

void FrameCache::face_made(const FaceReady& frame) {
    if (frame.request_id != request_id_ || frame.epoch != wanted_.epoch) return;
    ++revision_;
    ++faces_made_;
    bool last = false;
    if (request_keys_.empty()) {
        const int steps = measured_steps(wanted_.measured_level);
        take_measure(frame.image);
        last = frame.index + 1 >= kBatch || !measure_ ||
               measure_->change.size() > static_cast<std::size_t>(steps);
    } else if (frame.index < request_keys_.size()) {
        failed_ = 0;
        put(request_keys_[frame.index], request_frames_[frame.index], frame.image);
        last = frame.index + 1 == request_keys_.size();
    }
    if (last) submit_next();
}

}  // namespace progan
