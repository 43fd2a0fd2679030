using System.Collections.Immutable;
using System.Globalization;
using Ronchi.Engine.Stages;
using Ronchi.Frames;

namespace Ronchi.Engine.Plan;

/// <summary>What a run will do, decided before the first frame is read; immutable.</summary>
public sealed class RunPlan
{
    // Work items are small so that all workers end together and partial results come often;
    // a tile stays in a core's L2 cache together with the UDFs' own tables.
    private const long ItemBytes = 2 << 20;
    private const long MostItemBytes = 16 << 20;
    private const long ViewBytes = 1 << 20;   // nothing is copied: long tiles are fetched ahead best
    private const int BlockedItemFrames = 8 * BlockedFrames.Frames;   // cut at blocks, so that none is read twice
    private const int MinimumItems = 64;
    private const int MostFrames = 1024;
    private static readonly long TileBytes = CacheSizes.TileBytes(Environment.ProcessorCount);

    private RunPlan(IFrameSource source, IReadOnlyList<Udf> udfs, ScanSelection selection, RunOptions options, IGrowth? growth)
    {
        Source = source;
        Growth = growth;
        Data = DataDescription.Of(source);
        Selection = selection;
        Options = options;
        Devices = [.. Enum.GetValues<DeviceClass>()
            .Where(device => options.Devices?.Contains(device) != false && udfs.All(udf => udf.Devices.Contains(device)))];
        if (Devices.IsEmpty)
        {
            var each = string.Join("; ", udfs.Select(static udf => $"'{udf.Name}': {string.Join(", ", udf.Devices)}"));
            var allowed = options.Devices is { } devices ? $"; allowed: {string.Join(", ", devices)}" : "";
            throw new ArgumentException($"No kind of device suits all UDFs of this run ({each}{allowed}): run them one after the other.");
        }

        Udfs = [.. udfs.Select(udf => new UdfPlan(udf, Data, selection))];
        Form = ChooseForm();
        Request = new(Form, UnionOfSupports(), TileFrames());
        Regions = CutDetector();
        if (Regions.Length > 1)
            UdfPlan.RefuseRowsOfParts(Udfs);
        var partitionBytes = PartitionMemory.FrameBytes(Udfs, Data);
        Items = [.. Cut(partitionBytes)];
        PartitionMemory.Check(Items, Udfs, partitionBytes);
        TakesWholeItems = options.IsOrdered || options.PartitionFrames is not null
            || Udfs.Any(static udf => udf.Method == UdfMethod.Partition);
        if (growth?.Window is { } window)
            RefuseReadingAgain(window);
    }

    /// <summary>Where frames come from.</summary>
    public IFrameSource Source { get; }

    /// <summary>The data as they are stored.</summary>
    public DataDescription Data { get; }

    /// <summary>The UDFs, all run in one pass.</summary>
    public ImmutableArray<UdfPlan> Udfs { get; }

    /// <summary>What may take part: the kinds of device on which all UDFs run.</summary>
    public ImmutableArray<DeviceClass> Devices { get; }

    /// <summary>Frames that are still arriving, which the run waits for; null: it visits what is there.</summary>
    public IGrowth? Growth { get; }

    /// <summary>
    /// Whether a partition begins when all its frames are there, and not with each of them: it is processed as a whole, or merged in scan
    /// order.
    /// </summary>
    internal bool TakesWholeItems { get; }

    /// <summary>The positions that are visited: selected and recorded, or still to come.</summary>
    public ScanSelection Selection { get; }

    /// <summary>What the user decided.</summary>
    public RunOptions Options { get; }

    /// <summary>The form in which the source is read: the cheapest that it gives and all UDFs understand.</summary>
    public TileForm Form { get; }

    /// <summary>What readers are asked for: pixels outside every UDF's support stay undecoded.</summary>
    public TileRequest Request { get; }

    /// <summary>Detector regions of the tiles of UDFs that process by tile.</summary>
    public ImmutableArray<DetectorRegion> Regions { get; }

    /// <summary>The partitions, in scan order.</summary>
    public ImmutableArray<WorkItem> Items { get; }

    /// <summary>Plans a run.</summary>
    /// <param name="source">Where frames come from.</param>
    /// <param name="udfs">What to compute in one pass.</param>
    /// <param name="selection">Scan positions to visit. Null: all.</param>
    /// <param name="options">What the user decides instead of the engine. Null: nothing.</param>
    /// <exception cref="ArgumentException">A UDF cannot run on these data or cannot be merged, a partition that a UDF takes as a whole
    /// exceeds 2 GiB, or the selection belongs to another scan.</exception>
    public static RunPlan Create(IFrameSource source, IReadOnlyList<Udf> udfs, ScanSelection? selection = null, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (udfs.Count == 0)
            throw new ArgumentException("A run needs at least one UDF.", nameof(udfs));
        selection ??= ScanSelection.All(source.Shape.Scan);
        if (selection.Scan != source.Shape.Scan)
            throw new ArgumentException(
                $"The region of interest belongs to a scan of {selection.Scan}, the data to one of {source.Shape.Scan}.",
                nameof(selection));
        // Linear results are corrected instead of the frames. A value that is left out of some frames only would be another matter.
        if (source is CorrectFrames { Uncorrected: { Validity.MaximumIsNoData: false } raw } corrected
            && udfs.All(static udf => udf is ILinearUdf))
            (source, udfs) = (raw, [.. udfs.Select(udf => ((ILinearUdf)udf).OnUncorrected(corrected.Corrections))]);
        options ??= RunOptions.None;
        if (source.Growth is { } growth && growth.Now is var now)
        {
            return now.End is null && options.WaitsForFrames
                ? new RunPlan(source, udfs, selection.Among(FrameSet.First(selection.Scan.Count).Except(now.Lost)), options, growth)
                : new RunPlan(source, udfs, selection.Among(now.Readable), options, growth: null);
        }

        return new RunPlan(source, udfs, selection.Recorded(source.Validity), options, growth: null);
    }

    /// <summary>The plan in words, a line each.</summary>
    public IReadOnlyList<string> Explain()
    {
        var lines = new List<string>
        {
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Selection.FrameCount:N0} of {Data.Shape.FrameCount:N0} frames of {Data.Shape.Detector} {Data.ElementType.Name()}, read "
                + $"as {Form}, up to {Counted.Of(Request.MaxFrames, "frame")} at a time"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Counted.Of(Items.Length, "partition")} of about "
                + $"{Counted.Of(Items.Length == 0 ? 0 : Selection.FrameCount / Items.Length, "frame")}"),
        };
        if (Growth is { } growth)
        {
            var others = TakesWholeItems ? "processed partition by partition" : "processed as they arrive";
            lines.Add(FormattableString.Invariant($"{growth.Now.Extent} are there; the others are {others}"));
        }

        if (Request.Support is { } support)
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{support.Count:N0} of {support.Pixels:N0} pixels are needed; the others may stay compressed"));
        foreach (var udf in Udfs)
        {
            var region = udf.Method == UdfMethod.Tile && Regions.Length > 1
                ? $" of {Regions[0].Shape} pixels, {Regions.Length} to a frame"
                : "";
            var merged = udf.ByPartition ? "after each partition" : "when results are asked for";
            lines.Add(
                $"{udf.Udf.Name}: by {udf.Method.ToString().ToLowerInvariant()}{region}, {udf.Form} of {udf.Data.ElementType.Name()}, "
                + $"merged {merged}{(Options.IsOrdered ? ", in scan order" : "")}");
        }

        return lines;
    }

    private void RefuseReadingAgain(long window)
    {
        var what = TakesWholeItems
            ? "Whole partitions and merging in scan order need"
            : Udfs.FirstOrDefault(static udf => udf.Udf is IMultiPassUdf) is { } passes
            ? $"'{passes.Udf.Name}' goes over the data several times and needs"
            : null;
        if (what is not null)
            throw new ArgumentException(
                $"{what} frames that stay readable, but these data hold the last "
                + $"{Counted.Of(window, "frame")} only: record the data first.");
    }

    // The cheapest form that serves a UDF as it is, if all others understand something into which it can be converted: a conversion costs
    // no more than reading that form would. Pixels come last.
    private TileForm ChooseForm()
    {
        var allowed = Source.Forms.Where(form => Options.Forms is null || Options.Forms.Contains(form)).ToList();
        TileForm? converted = null;
        foreach (var form in allowed.OrderBy(static form => form == TileForm.Pixels))
        {
            var own = Udfs.Select(udf => OwnForm(udf, form)).ToList();
            if (!own.TrueForAll(static one => one is not null))
                continue;
            if (!own.Contains(form))
            {
                converted ??= form;
                continue;
            }

            return Serve(form);
        }

        // Nobody takes what the source gives as it is, but all can have it converted.
        if (converted is { } read)
            return Serve(read);

        if (allowed.Count == 0)
            throw new ArgumentException(
                $"None of the tile forms that may be used ({string.Join(", ", Options.Forms!)}) is there: {Source.Info.Format} gives "
                + $"{string.Join(", ", Source.Forms)}. Choose from these with --forms, or leave it out.");
        var misfit = Udfs.FirstOrDefault(udf => !allowed.Exists(form => OwnForm(udf, form) is not null)) ?? Udfs[0];
        throw new ArgumentException(
            $"'{misfit.Udf.Name}' reads {string.Join(", ", misfit.Udf.Forms)}, but {Source.Info.Format} gives "
            + $"{string.Join(", ", allowed)} here: {Cure(misfit)}.");
    }

    private TileForm Serve(TileForm read)
    {
        foreach (var udf in Udfs)
            udf.Form = OwnForm(udf, read)!.Value;
        return read;
    }

    private string Cure(UdfPlan misfit)
    {
        if (!misfit.Udf.Forms.Contains(TileForm.Pixels))
            return $"add {nameof(TileForm.Pixels)} to its forms";
        var dense = misfit.Method == UdfMethod.Stack ? "" : $", which processing by {misfit.Method.ToString().ToLowerInvariant()} needs";
        return $"allow {nameof(TileForm.Pixels)} (--forms pixels){dense}";
    }

    // What a UDF gets when the source is read in a form; null: it understands neither the form nor what it can be converted to.
    private TileForm? OwnForm(UdfPlan plan, TileForm read)
    {
        // A converted type, parts of a frame, single frames, and a partition put together from several reads need dense values.
        var isDense = plan.Data.ElementType != Data.ElementType || plan.Method is UdfMethod.Partition or UdfMethod.Frame
            || (plan.Method == UdfMethod.Tile && Options.TileBlock is not null);
        // What of bit planes is no measurement only the UDF itself can leave out.
        var hasUnmeasured = plan.Udf.Unmeasured == UnmeasuredValues.Zero
            && (Data.Validity.MaximumIsNoData || Data.Validity.MaskedPixels is { Count: > 0 });
        bool Understands(TileForm form) =>
            (plan.Udf.Forms.Contains(form) && (form == TileForm.Pixels || !isDense) && (form != TileForm.BitPlanes || !hasUnmeasured))
                || (form == TileForm.Pixels && plan.TakesDevice && !plan.Udf.Devices.Contains(DeviceClass.Cpu));
        if (Understands(read))
            return read;
        foreach (var form in plan.Udf.Forms)
        {
            var isMade = Source.ConvertsTo(read).Contains(form) || (read == TileForm.Sparse && form == TileForm.Pixels);
            if (Understands(form) && isMade && Options.Forms?.Contains(form) != false)
                return form;
        }

        return null;
    }

    private PixelSet? UnionOfSupports()
    {
        PixelSet? union = null;
        foreach (var udf in Udfs)
        {
            if (udf.Support is not { } support)
                return null;
            union = union?.Union(support) ?? support;
        }

        return union;
    }

    private long FrameBytes() => Math.Max(Data.Shape.FrameElements * Math.Max(Data.ElementType.Size(), 1), 1);

    private int TileFrames()
    {
        if (Options.TileFrames is { } asked)
            return Math.Max(asked, 1);
        if (Form == TileForm.Blocked)
            return BlockedFrames.Frames;   // a block is a view, whole or in part
        var depth = Udfs.Min(static udf => udf.Udf.Tiles.Depth);
        var fit = Source.GivesViews && Form == TileForm.Pixels && Udfs.All(udf => udf.Data.ElementType == Data.ElementType)
            ? ViewBytes
            : TileBytes;
        var bytes = Udfs.Min(udf => udf.Udf.Tiles.TotalBytes == TilePreference.BestFit
            ? fit
            : Math.Max(udf.Udf.Tiles.TotalBytes, Source.GivesViews ? fit : 0));
        var frameBytes = Form == TileForm.Sparse ? Math.Max(Source.StoredFrameBytes, 1) : FrameBytes();
        return (int)Math.Clamp(Math.Min(bytes / frameBytes, depth), 1, MostFrames);
    }

    // One frame that exceeds the cache is cut into blocks; lines lie in one piece.
    private ImmutableArray<DetectorRegion> CutDetector()
    {
        var detector = Data.Shape.Detector;
        if (Options.TileBlock is { } asked)
            return DetectorRegion.Cut(detector, asked);
        if (FrameBytes() <= TileBytes || Request.MaxFrames > 1 || detector.Rank == 0 || Form != TileForm.Pixels)
            return [DetectorRegion.Whole(detector)];
        var (_, block) = TileNegotiation.Negotiate(
            1, detector, Math.Max(Data.ElementType.Size(), 1), TileBytes, depth: 1,
            Source.BaseBlock, repaired: (Source as CorrectFrames)?.Corrections.Excluded);
        return DetectorRegion.Cut(detector, block);
    }

    private int ItemFrames()
    {
        // A UDF that asks for larger tiles gets partitions that hold them.
        var wanted = Udfs.Min(
            static udf => udf.Udf.Tiles is { TotalBytes: var bytes } tiles && tiles != TilePreference.Default ? bytes : 0);
        var bySize = Math.Clamp(wanted, ItemBytes, MostItemBytes) / Math.Max(Source.StoredFrameBytes, 1);
        var byCount = Selection.FrameCount / MinimumItems;
        return (int)Math.Clamp(Math.Min(bySize, byCount), 1, 1 << 16);
    }

    private IEnumerable<WorkItem> Cut(long partitionBytes)
    {
        // A UDF that wants whole partitions gets frames that follow one another among those selected.
        var inOrder = Udfs.Any(static udf => udf.Method == UdfMethod.Partition);
        var frames = PartitionMemory.Fit(ItemFrames(), partitionBytes);
        // What is merged in scan order is cut in scan order.
        var stored = Options.IsOrdered || Source.ScanBlock is not { } block || block.Rank != Selection.Scan.Rank || block.Rank == 0
            ? (Extent?)null
            : block;
        var number = 0;
        var runs = new List<FrameRange>();
        var room = frames;
        if (Options.Partitions is { } asked)
        {
            foreach (var item in CutInto(Math.Max(asked, 1)))
                yield return item;
            yield break;
        }

        if ((Options.PartitionFrames
            ?? (Form == TileForm.Blocked ? PartitionMemory.Fit(BlockedItemFrames, partitionBytes) : null)) is { } each)
        {
            var items = CutAtMultiples(Math.Max(each, 1));
            foreach (var item in stored is null ? items : ScanBlockItems.InOrder(items, Selection.Scan, stored.Value))
                yield return item;
            yield break;
        }

        if (stored is not null && !inOrder)
        {
            foreach (var item in ScanBlockItems.Cut(Selection, stored.Value, frames))
                yield return item;
            yield break;
        }

        foreach (var run in Selection.Runs)
        {
            var rest = run;
            while (rest.Count > 0)
            {
                var taken = rest with { Count = Math.Min(rest.Count, room) };
                runs.Add(taken);
                rest = new(taken.End, rest.Count - taken.Count);
                room -= taken.Count;
                if (room > 0)
                    continue;
                yield return new(number++, runs);
                runs = [];
                room = frames;
            }
        }

        if (runs.Count > 0)
            yield return new(number, runs);
    }

    private IEnumerable<WorkItem> CutAtMultiples(int frames)
    {
        var number = 0;
        var runs = new List<FrameRange>();
        foreach (var run in Selection.Runs)
        {
            for (var rest = run; rest.Count > 0;)
            {
                var taken = rest with { Count = (int)Math.Min(rest.Count, frames - (rest.Start % frames)) };
                if (runs.Count > 0 && runs[^1].Start / frames != taken.Start / frames)
                {
                    yield return new(number++, runs);
                    runs = [];
                }

                runs.Add(taken);
                rest = new(taken.End, rest.Count - taken.Count);
            }
        }

        if (runs.Count > 0)
            yield return new(number, runs);
    }

    // Equal parts of the whole scan; those in which nothing is selected cost nothing.
    private IEnumerable<WorkItem> CutInto(int count)
    {
        var number = 0;
        foreach (var range in Partitioning.Split(Data.Shape.FrameCount, count))
        {
            var part = Selection.Between(range.Start, range.End);
            if (part.FrameCount > 0)
                yield return new(number++, part.Runs);
        }
    }
}
