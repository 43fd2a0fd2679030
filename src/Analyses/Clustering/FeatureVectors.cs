using System.Numerics;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Clustering;

/// <summary>
/// A few numbers for each frame: its values at the pixels that vary most over the scan; and, if asked for, clusters of positions where they
/// are alike.
/// </summary>
/// <remarks>
/// The first pass takes the standard deviation of each pixel. Its highest local maxima in a ring are the features (spots that come and go);
/// the second pass reads them. Results: <c>features</c> with the scan's axes
/// and one for the features, f32: values over their mean over the scan; <c>peaks</c> [features, 2], row and column, −1 where fewer were
/// found; <c>std</c>, with the detector's axes. With clusters also <c>labels</c>,
/// i32 with the scan's axes (<see cref="WardClustering"/>; −1 where nothing was visited, and all −1 until the scan is complete);
/// <c>centroids</c> [clusters, features], f32; <c>sizes</c> [clusters]. Masked pixels are no features; a "no
/// data" value counts as the mean. Frames with a value that is not finite are left out and counted: their features are NaN, their label is
/// −1. LiberTEM's cluster analysis goes the same way.
/// </remarks>
public sealed class FeatureVectors : Udf, IStackUdf, IMergeUdf, IMultiPassUdf
{
    /// <summary>How many spots there are at most.</summary>
    internal const int MostPeaks = 4096;

    private const string LeftOut = "left_out_frames";
    private readonly FeatureSettings _settings;
    private readonly int _clusters;
    private readonly StandardDeviation? _deviation = new();
    private readonly double[] _std = [];
    private readonly int[] _peaks = [];
    private readonly bool[] _leftOut = [];   // positions, from the first pass; empty: none

    /// <summary>Creates the UDF.</summary>
    /// <param name="settings">Where features lie.</param>
    /// <param name="clusters">How many clusters to find; 0: none.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public FeatureVectors(FeatureSettings settings, int clusters = 0)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Peaks is < 1 or > MostPeaks)
            throw new ArgumentException($"{settings.Peaks} spots are not possible: choose 1 to {MostPeaks} (--peaks).", nameof(settings));
        if (!(settings.InnerRadius >= 0) || !(settings.InnerRadius < (settings.OuterRadius ?? double.PositiveInfinity)))
            throw new ArgumentException(
                $"No spot fits between the radii {settings.InnerRadius} and {settings.OuterRadius}: the inner must be at "
                + "least 0 and smaller than the outer.",
                nameof(settings));
        if (clusters < 0 || !(settings.MinDistance >= 0))
            throw new ArgumentException(
                $"{clusters} clusters of spots that are {settings.MinDistance} pixels apart are not possible: both numbers are at least 0.",
                nameof(settings));
        (_settings, _clusters) = (settings, clusters);
    }

    private FeatureVectors(FeatureSettings settings, int clusters, double[] std, int[] peaks, bool[] leftOut)
        : this(settings, clusters) => (_deviation, _std, _peaks, _leftOut) = (null, std, peaks, leftOut);

    /// <inheritdoc/>
    public override string Name => _clusters > 0 ? "cluster" : "feature-vector";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    /// <inheritdoc/>
    public bool MergesEachPartition => false;

    /// <inheritdoc/>
    public override IReadOnlyList<TileForm> Forms => _deviation?.Forms ?? [TileForm.Pixels];

    /// <inheritdoc/>
    public override PixelSet? Support(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        HashSet<int> peaks = [.. _peaks];
        return _deviation is not null ? _deviation.Support(data) : PixelSet.From((int)data.Shape.FrameElements, peaks.Contains);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        FrameColors.RequirePlane(data.Shape.Detector, "Features need");
        if (data.ElementType.IsComplex())
            throw new ArgumentException(
                $"Features need 2D frames of real values; these are {data.Shape.Detector} of {data.ElementType.Name()}.");
        var frames = data.Roi?.FrameCount ?? data.Shape.FrameCount;
        if (frames > 0 && _clusters > frames)
            throw new ArgumentException(
                $"{_clusters} clusters cannot be made of {Counted.Of(frames, "position")}: ask for at most {frames} (--clusters).");
        var own = _deviation is not null
            ? _deviation.Declare(data)
                .Where(static buffer => buffer.Use is not (BufferUse.ResultOnly or BufferUse.Report))
                .Select(static buffer => buffer with { Use = BufferUse.Private })
            : [new("values", ResultKind.Scan, ElementType.F64, new Extent(_peaks.Length), Use: BufferUse.Private)];
        // What the first pass reports stands where it stands there, behind its own buffers.
        var reports = _deviation?.Declare(data)
            .Where(static buffer => buffer.Use == BufferUse.Report)
            .Select(static buffer => buffer with { Use = BufferUse.Private })
            ?? [];
        var features = new Extent(_settings.Peaks);
        List<BufferDeclaration> declarations =
        [
            .. own,
            .. reports,
            .. _deviation is not null && data.ElementType.IsFloat()
                ? [new(LeftOut, ResultKind.Scan, ElementType.Bool, Use: BufferUse.Private)]
                : Array.Empty<BufferDeclaration>(),
            .. FiniteFrames.Declare(data),
            new("features", ResultKind.Scan, Promotion.ForResults(data.ElementType), features, Use: BufferUse.ResultOnly)
            {
                Unit = data.ValueUnit,
                ExtraNames = ["peak"],
            },
            new("peaks", ResultKind.Single, ElementType.I32, features.Append(new Extent(2)), Use: BufferUse.ResultOnly)
            {
                Unit = ResultUnit.Pixels,
                ExtraNames = ["peak", "row, column"],
            },
            new("std", ResultKind.Detector, Promotion.ForResults(data.ElementType), Use: BufferUse.ResultOnly) { Unit = data.ValueUnit },
        ];
        if (_clusters > 0)
        {
            declarations.Add(new("labels", ResultKind.Scan, ElementType.I32, Use: BufferUse.ResultOnly));
            declarations.Add(new(
                "centroids", ResultKind.Single, Promotion.ForResults(data.ElementType),
                new Extent(_clusters).Append(features), Use: BufferUse.ResultOnly)
            {
                Unit = data.ValueUnit,
                ExtraNames = ["cluster", "peak"],
            });
            declarations.Add(new("sizes", ResultKind.Single, ElementType.I64, new Extent(_clusters), Use: BufferUse.ResultOnly)
            {
                Unit = ResultUnit.Frames,
                ExtraNames = ["cluster"],
            });
        }

        return declarations;
    }

    /// <inheritdoc/>
    public override object? CreateTaskData(DataDescription data, TileForm form) => _deviation?.CreateTaskData(data, form);

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task)
    {
        if (_deviation is not null)
            Deviate(tile, task);
        else
            task.Data.ElementType.Dispatch<ReadAction, bool>(new(this, tile, task));
    }

    // Runs of frames that are finite.
    private void Deviate(in Tile tile, UdfTask task)
    {
        if (!task.Data.ElementType.IsFloat())
        {
            _deviation!.ProcessStack(tile, task);
            return;
        }

        var leftOut = task[LeftOut].Span<bool>(tile.Frames);
        var first = 0;
        for (var frame = 0; frame <= tile.Frames.Count; frame++)
        {
            if (frame < tile.Frames.Count && FiniteFrames.IsFinite(tile, frame, task.Data))
                continue;
            if (frame > first)
                _deviation!.ProcessStack(FiniteFrames.Part(tile, first, frame - first), task);
            if (frame < tile.Frames.Count)
                leftOut[frame] = true;
            first = frame + 1;
        }
    }

    /// <inheritdoc/>
    public void Merge(UdfTask into, UdfTask from) => _deviation?.Merge(into, from);   // scan buffers are shared

    /// <inheritdoc/>
    public int? FurtherPasses => _deviation is null ? 0 : 1;

    /// <inheritdoc/>
    public Udf? NextPass(UdfTask merged)
    {
        if (_deviation is null)
            return null;
        ArgumentNullException.ThrowIfNull(merged);
        var std = Std(merged);
        var columns = (int)merged.Data.Shape.Detector[1];
        var masked = merged.Data.Validity.MaskedPixels;
        var peaks = PeakSearch.Find(
            Array.ConvertAll(std, static value => (float)value), merged.Data.Shape.Detector, IsIn, _settings.Peaks, _settings.MinDistance);
        return new FeatureVectors(_settings, _clusters, std, [.. peaks], LeftOutOf(merged));

        bool IsIn(int pixel)
        {
            var (dr, dc) = ((pixel / columns) - _settings.Center.Row, (pixel % columns) - _settings.Center.Column);
            var distance = Math.Sqrt((dr * dr) + (dc * dc));
            return distance >= _settings.InnerRadius
                && distance <= (_settings.OuterRadius ?? double.PositiveInfinity) && masked?[pixel] != true;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        ArgumentNullException.ThrowIfNull(merged);
        var (scan, detector) = (merged.Data.Shape.Scan, merged.Data.Shape.Detector);
        var count = _settings.Peaks;
        var peaks = new int[2 * count];
        Array.Fill(peaks, -1);
        for (var peak = 0; peak < _peaks.Length; peak++)
            (peaks[2 * peak], peaks[(2 * peak) + 1]) = Math.DivRem(_peaks[peak], (int)detector[1]);
        var features = Features(merged);
        var type = Promotion.ForResults(merged.Data.ElementType);
        List<ResultArray> results =
        [
            ResultArray.OfReals("features", ResultKind.Scan, type, scan.Append(new Extent(count)), features),
            new("peaks", ResultKind.Single, ElementType.I32, new Extent(count, 2), peaks),
            ResultArray.OfReals("std", ResultKind.Detector, type, detector, _deviation is null ? _std : Std(merged)) with
            {
                Valid = MeasuredPixels.Of(merged),
            },
        ];
        if (merged.Data.ElementType.IsFloat())
            results.Add(new(
                FiniteFrames.LeftOutResult, ResultKind.Single, ElementType.U64,
                default, new[] { (ulong)LeftOutOf(merged).AsSpan().Count(true) })
            {
                Use = BufferUse.Report,
            });
        if (_clusters > 0)
            results.AddRange(Clusters(merged, features));
        return results;
    }

    private double[] Std(UdfTask merged)
    {
        var std = _deviation!.GetResults(merged).First(static result => result.Name == "std");
        return [.. std.ToDoubles().Select((value, pixel) => std.IsMeasured(pixel) ? value : double.NaN)];
    }

    private bool[] LeftOutOf(UdfTask merged) =>
        _deviation is null || !merged.Data.ElementType.IsFloat() ? _leftOut : merged[LeftOut].Span<bool>().ToArray();

    private bool IsIn(ReadOnlySpan<bool> valid, int position) =>
        (valid.IsEmpty || valid[position]) && (_leftOut.Length == 0 || !_leftOut[position]);

    // Over the mean of what was visited.
    private double[] Features(UdfTask merged)
    {
        var count = _settings.Peaks;
        var features = new double[merged.Data.Shape.FrameCount * count];
        if (_deviation is not null)
            return features;
        for (var position = 0; position < _leftOut.Length; position++)
        {
            if (_leftOut[position])
                features.AsSpan(position * count, count).Fill(double.NaN);
        }

        var values = merged[0].Span<double>();
        var valid = merged.MeasuredScan;
        for (var peak = 0; peak < _peaks.Length; peak++)
        {
            double sum = 0;
            long visited = 0;
            for (var position = 0; position < merged.Data.Shape.FrameCount; position++)
            {
                if (!IsIn(valid, position) || double.IsNaN(values[(position * _peaks.Length) + peak]))
                    continue;
                sum += values[(position * _peaks.Length) + peak];
                visited++;
            }

            var scale = sum != 0 ? visited / sum : 0;
            for (var position = 0; position < merged.Data.Shape.FrameCount; position++)
            {
                var value = values[(position * _peaks.Length) + peak];
                features[(position * count) + peak] = !IsIn(valid, position)
                    ? double.NaN
                    : double.IsNaN(value)
                    ? (sum != 0 ? 1 : 0)
                    : value * scale;
            }
        }

        return features;
    }

    private IEnumerable<ResultArray> Clusters(UdfTask merged, double[] features)
    {
        var (scan, count) = (merged.Data.Shape.Scan, _settings.Peaks);
        var valid = merged.ValidScan;
        var isComplete = _deviation is null && (valid.IsEmpty || valid.Count(true) == merged.Roi.FrameCount);
        int[] labels = new int[scan.Count];
        Array.Fill(labels, -1);
        if (isComplete)
        {
            var selected = new bool[labels.Length];
            for (var position = 0; position < selected.Length; position++)
                selected[position] = IsIn(merged.MeasuredScan, position);
            labels = WardClustering.Labels(Array.ConvertAll(features, static value => (float)value), count, scan, selected, _clusters);
        }

        var sizes = new long[_clusters];
        var sums = new double[_clusters * count];
        for (var position = 0; position < labels.Length; position++)
        {
            // Parts of a region of interest that do not touch may be more clusters than were asked for.
            if (labels[position] < 0 || labels[position] >= _clusters)
                continue;
            sizes[labels[position]]++;
            for (var i = 0; i < count; i++)
                sums[(labels[position] * count) + i] += features[(position * count) + i];
        }

        return
        [
            new("labels", ResultKind.Scan, ElementType.I32, scan, labels),
            ResultArray.OfReals(
                "centroids", ResultKind.Single, Promotion.ForResults(merged.Data.ElementType),
                new Extent(_clusters, count), [.. sums.Select((sum, i) => sum / Math.Max(sizes[i / count], 1))]),
            new("sizes", ResultKind.Single, ElementType.I64, new Extent(_clusters), sizes),
        ];
    }

    private readonly ref struct ReadAction(FeatureVectors owner, Tile tile, UdfTask task) : IElementTypeAction<bool>
    {
        private readonly Tile _tile = tile;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var values = task.View<double>(0);
            var hasNoData = task.Data.Validity.MaximumIsNoData;
            for (var frame = 0; frame < _tile.Frames.Count; frame++)
            {
                var pixels = _tile.Frame<T>(frame);
                for (var peak = 0; peak < owner._peaks.Length; peak++)
                {
                    var value = pixels[owner._peaks[peak]];
                    values[(frame * owner._peaks.Length) + peak] = hasNoData && value == T.MaxValue
                        ? double.NaN
                        : double.CreateTruncating(value);
                }
            }

            return true;
        }
    }
}
