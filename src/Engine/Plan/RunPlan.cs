using System.Collections.Immutable;
using Ronchi.Frames;

namespace Ronchi.Engine.Plan;

/// <summary>What a run will do, decided before the first frame is read; immutable.</summary>
public sealed class RunPlan
{
    // Work items are small so that all workers end together and partial results come often;
    // a tile stays in a core's L2 cache together with the UDFs' own tables.
    private const long ItemBytes = 2 << 20;
    private const long TileBytes = 256 << 10;
    private const int MinimumItems = 64;

    private RunPlan(IFrameSource source, ImmutableArray<Udf> udfs, ScanSelection selection)
    {
        Source = source;
        Udfs = udfs;
        Data = DataDescription.Of(source);
        Selection = selection;
        Form = source.Forms.FirstOrDefault(form => form != TileForm.Pixels && udfs.All(udf => udf.Forms.Contains(form)), TileForm.Pixels);
        if (udfs.FirstOrDefault(udf => !udf.Forms.Contains(Form)) is { } misfit)
            throw new ArgumentException($"'{misfit.Name}' reads {string.Join(", ", misfit.Forms)}, but {source.Info.Format} gives {string.Join(", ", source.Forms)}: add {nameof(TileForm.Pixels)} to its forms.");
        Declarations = [.. udfs.Select(udf => udf.Declare(Data).ToImmutableArray())];
        Request = new(Form, UnionOfSupports(), TileFrames());
        Items = [.. Cut(selection, ItemFrames())];
    }

    /// <summary>Where frames come from.</summary>
    public IFrameSource Source { get; }

    /// <summary>What the UDFs are told of the data.</summary>
    public DataDescription Data { get; }

    /// <summary>The UDFs, all run in one pass.</summary>
    public ImmutableArray<Udf> Udfs { get; }

    /// <summary>What each UDF declared.</summary>
    public ImmutableArray<ImmutableArray<BufferDeclaration>> Declarations { get; }

    /// <summary>The positions that are visited: selected and recorded.</summary>
    public ScanSelection Selection { get; }

    /// <summary>The form in which all UDFs get their tiles: the cheapest that the source gives and all understand.</summary>
    public TileForm Form { get; }

    /// <summary>What readers are asked for: pixels outside every UDF's support stay undecoded.</summary>
    public TileRequest Request { get; }

    /// <summary>The queue.</summary>
    public ImmutableArray<WorkItem> Items { get; }

    /// <summary>Plans a run.</summary>
    /// <param name="source">Where frames come from.</param>
    /// <param name="udfs">What to compute in one pass.</param>
    /// <param name="selection">Scan positions to visit. Null: all.</param>
    /// <exception cref="ArgumentException">A UDF cannot run on these data, two results have one name, or the selection belongs to another scan.</exception>
    public static RunPlan Create(IFrameSource source, IReadOnlyList<Udf> udfs, ScanSelection? selection = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (udfs.Count == 0)
            throw new ArgumentException("A run needs at least one UDF.", nameof(udfs));
        selection ??= ScanSelection.All(source.Shape.Scan);
        if (selection.Scan != source.Shape.Scan)
            throw new ArgumentException($"The region of interest belongs to a scan of {selection.Scan}, the data to one of {source.Shape.Scan}.", nameof(selection));
        var recorded = selection.Between(source.Validity.FirstRecorded, source.Validity.RecordedFrames ?? source.Shape.FrameCount);
        var plan = new RunPlan(source, [.. udfs], recorded);
        var names = plan.Declarations.SelectMany(static declared => declared).Where(static declared => declared.Use != BufferUse.Private).Select(static declared => declared.Name);
        if (names.GroupBy(static name => name).FirstOrDefault(static group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Two results are called '{twice.Key}': give them different names.", nameof(udfs));
        return plan;
    }

    private PixelSet? UnionOfSupports()
    {
        PixelSet? union = null;
        foreach (var udf in Udfs)
        {
            if (udf.Support(Data) is not { } support)
                return null;
            union = union?.Union(support) ?? support;
        }

        return union;
    }

    private int TileFrames()
    {
        var frameBytes = Math.Max(Data.Shape.FrameElements * Data.ElementType.Size(), 1);
        return (int)Math.Clamp(TileBytes / frameBytes, 1, 1024);
    }

    private int ItemFrames()
    {
        var bySize = ItemBytes / Math.Max(Source.StoredFrameBytes, 1);
        var byCount = Selection.FrameCount / MinimumItems;
        return (int)Math.Clamp(Math.Min(bySize, byCount), 1, 1 << 16);
    }

    private static IEnumerable<WorkItem> Cut(ScanSelection selection, int frames)
    {
        var runs = new List<FrameRange>();
        var room = frames;
        foreach (var run in selection.Runs)
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
                yield return new(runs);
                runs = [];
                room = frames;
            }
        }

        if (runs.Count > 0)
            yield return new(runs);
    }
}
