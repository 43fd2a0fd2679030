using System.Collections.Immutable;
using Ronchi.Frames;

namespace Ronchi.Engine.Plan;

/// <summary>How one UDF of a run is served, decided before the first frame is read.</summary>
public sealed class UdfPlan
{
    internal UdfPlan(Udf udf, DataDescription stored, ScanSelection selection)
    {
        Udf = udf;
        Data = stored with
        {
            Roi = selection,
            ElementType = udf.PreferredType is { } preferred ? Promotion.Of(stored.ElementType, preferred) : stored.ElementType,
        };
        Method = MethodOf(udf, Data);
        Declarations = [.. Declared(udf, Data)];
        foreach (var declaration in Declarations)
            declaration.CheckMergeable(udf.Name, udf is IMergeUdf);
        Support = udf.Support(Data);
        (FirstMeasuredPixel, MeasuredPixels) = Measured(Support, stored);
        Parts = [.. Declarations.Where(static declared => declared.Kind == ResultKind.Scan)
            .SelectMany(declared => PartsOf(declared, stored))];
        ReportsNoData = udf.Unmeasured != UnmeasuredValues.Kept && stored.Validity.MaximumIsNoData
            && !Declarations.Any(static declared => declared.Use == BufferUse.Report
                && declared.Name.StartsWith(UdfResults.NoDataResult, StringComparison.Ordinal));
        if (udf.Unmeasured == UnmeasuredValues.LeftOut && stored.Validity.MaximumIsNoData && Data.ElementType.IsComplex())
            throw new ArgumentException(
                $"'{udf.Name}' asks for {Data.ElementType.Name()}, in which \"no data\" values cannot be told from others: let it prefer "
                + $"a real type, or leave out its {nameof(Udf.Unmeasured)}.");
        if (udf.Devices.Contains(DeviceClass.Cpu) && udf.Forms.All(static form => form == TileForm.Device))
            throw new ArgumentException(
                $"'{udf.Name}' is to run on processor cores too, but reads tiles on an accelerator only: add "
                + $"{nameof(TileForm.Pixels)} to its forms.");
        if (Declarations.GroupBy(static declared => declared.Name).FirstOrDefault(static group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"'{udf.Name}' declares two buffers '{twice.Key}': give them different names.");
    }

    /// <summary>The UDF.</summary>
    public Udf Udf { get; }

    /// <summary>The data as the UDF sees them: with the type that its tiles have.</summary>
    public DataDescription Data { get; }

    /// <summary>The form of its tiles: that in which the source is read, or one into which it is converted.</summary>
    public TileForm Form { get; internal set; }

    /// <summary>What it reads; null: every pixel.</summary>
    internal PixelSet? Support { get; }

    /// <summary>Results, and entries of results, that are made of fewer pixels than it reads.</summary>
    internal ImmutableArray<ResultPart> Parts { get; }

    /// <summary>Pixels that it reads and that are not masked.</summary>
    internal int MeasuredPixels { get; }

    /// <summary>The first of them.</summary>
    internal int FirstMeasuredPixel { get; }

    /// <summary>Whether the engine counts "no data" values for it: it does not do so by itself.</summary>
    internal bool ReportsNoData { get; }

    /// <summary>Whether dense tiles are taken to the accelerator for it, on workers that have one.</summary>
    internal bool TakesDevice => Udf.Forms.Contains(TileForm.Device) && Udf.Devices.Contains(DeviceClass.Accelerator);

    /// <summary>The form of its tiles on a worker that has an accelerator, or none.</summary>
    internal TileForm FormOn(Accelerator? accelerator) =>
        accelerator is not null && TakesDevice && Form == TileForm.Pixels ? TileForm.Device : Form;

    /// <summary>In what portions it gets them.</summary>
    public UdfMethod Method { get; }

    /// <summary>What it declared.</summary>
    public ImmutableArray<BufferDeclaration> Declarations { get; }

    /// <summary>Whether its buffers are merged and start again after each partition, instead of once in a while.</summary>
    internal bool ByPartition =>
        Udf is IPreprocessUdf or IPostprocessUdf or ICleanupUdf or IMergeUdf { MergesEachPartition: true } || Method == UdfMethod.Partition;

    /// <summary>What a UDF declares for such data.</summary>
    /// <param name="udf">The UDF.</param>
    /// <param name="data">The data as it sees them.</param>
    /// <exception cref="RunException">It failed, or declares null.</exception>
    /// <exception cref="ArgumentException">The UDF cannot work on such data.</exception>
    public static IReadOnlyList<BufferDeclaration> Declared(Udf udf, DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(udf);
        try
        {
            return udf.Declare(data) is { } declared && !declared.Any(static declaration => declaration is null)
                ? declared
                : throw new InvalidOperationException("it returns null: return a list of buffers, or an empty one.");
        }
        catch (Exception e) when (!RunException.IsOwnWords(udf, e))
        {
            throw RunException.During(udf, nameof(Udf.Declare), e);
        }
    }

    /// <summary>
    /// Where positions without a measurement are noted; null: these data have none, or the UDF gets them as they are stored.
    /// </summary>
    internal UnmeasuredPositions? UnmeasuredPositions(DataDescription stored)
    {
        var isMasked = stored.Validity.MaskedPixels is not null;
        return Udf.Unmeasured != UnmeasuredValues.Kept && (stored.Validity.MaximumIsNoData || isMasked)
            ? new(stored.Shape.FrameCount, isMasked && MeasuredPixels == 0, Parts, isMasked)
            : null;
    }

    /// <summary>Refuses UDFs that append rows, which belong to whole frames, where frames are cut into parts.</summary>
    /// <exception cref="ArgumentException">There is one.</exception>
    internal static void RefuseRowsOfParts(IEnumerable<UdfPlan> udfs)
    {
        if (udfs.FirstOrDefault(static udf => udf.Method == UdfMethod.Tile
            && udf.Declarations.Any(static declared => declared.Rows is not null)) is { } parts)
            throw new ArgumentException(
                $"'{parts.Udf.Name}' appends rows for whole frames, but is given parts of frames here: let it process by frame or by "
                + $"stack ({nameof(Udf.Method)}), or leave the blocks of the detector to the engine.");
    }

    private static IEnumerable<ResultPart> PartsOf(BufferDeclaration declared, DataDescription stored)
    {
        if (declared.Support is { } own)
            yield return new(declared.Name, Entry: null, own, Measured(own, stored));
        for (var entry = 0; entry < declared.EntrySupports.Length; entry++)
        {
            // What has no pixel at all lacks none.
            if (declared.EntrySupports[entry] is { Count: > 0 } pixels)
                yield return new(declared.Name, entry, pixels, Measured(pixels, stored));
        }
    }

    private static (int First, int Count) Measured(PixelSet? support, DataDescription stored)
    {
        var (first, count) = (0, 0);
        for (var pixel = (int)stored.Shape.FrameElements - 1; pixel >= 0; pixel--)
        {
            if (support?[pixel] != false && stored.Validity.MaskedPixels?[pixel] != true)
                (first, count) = (pixel, count + 1);
        }

        return (first, count);
    }

    private static UdfMethod MethodOf(Udf udf, DataDescription data)
    {
        UdfMethod? first = udf switch
        {
            ITileUdf => UdfMethod.Tile,
            IStackUdf => UdfMethod.Stack,
            IFrameUdf => UdfMethod.Frame,
            IPartitionUdf => UdfMethod.Partition,
            _ => null,
        };
        if (first is null)
            throw new ArgumentException(
                $"'{udf.Name}' processes nothing: implement {nameof(ITileUdf)}, {nameof(IStackUdf)}, "
                + $"{nameof(IFrameUdf)} or {nameof(IPartitionUdf)}.");
        var chosen = udf.Method(data) ?? first.Value;
        var isThere = chosen switch
        {
            UdfMethod.Tile => udf is ITileUdf,
            UdfMethod.Stack => udf is IStackUdf,
            UdfMethod.Frame => udf is IFrameUdf,
            UdfMethod.Partition => udf is IPartitionUdf,
            _ =>
                throw new ArgumentException(
                    $"'{udf.Name}' chose {chosen}, which is not a processing method: return one of "
                    + $"{string.Join(", ", Enum.GetNames<UdfMethod>())}."),
        };
        return isThere
            ? chosen
            : throw new ArgumentException(
                $"'{udf.Name}' chose to process by {chosen.ToString().ToLowerInvariant()}, but does not implement I{chosen}Udf.");
    }
}
