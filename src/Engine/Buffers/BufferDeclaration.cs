using System.Collections.Immutable;
using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>Declares one result or private buffer of a UDF.</summary>
/// <param name="Name">Name of the result.</param>
/// <param name="Kind">Which axes it follows.</param>
/// <param name="ElementType">Type of the values; <see cref="ElementType.Object"/> for ragged results.</param>
/// <param name="Extra">Further axes of each entry; may hold an axis of length 0.</param>
/// <param name="Merge">How buffers of two workers are merged.</param>
/// <param name="Use">Result, private, made by <see cref="Udf.GetResults"/> only, or a report beside the results.</param>
public sealed record BufferDeclaration(
    string Name,
    ResultKind Kind,
    ElementType ElementType,
    Extent Extra = default,
    MergeRule Merge = MergeRule.Add,
    BufferUse Use = BufferUse.Result)
{
    /// <summary>
    /// Unit of the values: <c>counts</c>, <c>px</c>, <c>rad</c>, …, see <see cref="ResultUnit"/>. Null: a number without unit, or none is
    /// known. Faces print it and files keep it.
    /// </summary>
    public string? Unit { get; init; }

    /// <summary>What runs along each axis of <see cref="Extra"/>: <c>ring</c>, <c>row, column</c>, …; may be shorter than these.</summary>
    public ImmutableArray<string> ExtraNames { get; init; } = [];

    /// <summary>
    /// Detector pixels that the entries of a scan result are made of, where that is fewer than <see cref="Udf.Support"/>: a position at
    /// which none of them is measured is not valid in this result. Null: all that the UDF reads.
    /// </summary>
    public PixelSet? Support { get; init; }

    /// <summary>
    /// The same for single entries of a scan result: detector pixels of each entry along the first axis of <see cref="Extra"/> (a mask, a
    /// ring). An entry none of whose pixels is measured is not valid at that position; one that has no pixel at all is as the UDF gives it.
    /// Empty: entries are not told apart.
    /// </summary>
    public ImmutableArray<PixelSet> EntrySupports { get; init; } = [];

    /// <summary>
    /// Of a single result that holds an entry for each of some scan positions, in scan order, such as picked frames: these positions. Its
    /// first axes are those of <see cref="ScanSelection.Shape"/>. An entry is not valid where the position was not recorded, not visited,
    /// or holds no measurement. Null: it follows no positions.
    /// </summary>
    public ScanSelection? Positions { get; init; }

    /// <summary>
    /// Where it lies while a partition is processed: on workers with an accelerator it goes there before the first tile and comes back
    /// after the last, see <see cref="UdfTask.DeviceView"/>. On processor cores both are the same memory.
    /// </summary>
    public DeviceClass Placement { get; init; }

    /// <summary>
    /// What a row holds, where the result is a list of rows for each scan position (<see cref="Vectors"/>); its values as an array are the
    /// numbers of rows. Null: it is an array. Made by <see cref="OfVectors"/>.
    /// </summary>
    public VectorLayout? Rows { get; private init; }

    /// <summary>
    /// Declares a vectors result: rows of numbers for each scan position, as many as the UDF appends (<see cref="UdfTask.Rows{T}"/>).
    /// </summary>
    /// <param name="name">Name of the result.</param>
    /// <param name="type">Type of all columns: integers or real numbers.</param>
    /// <param name="columns">Names and units of the columns, from left to right. Of one alone write the type:
    /// <c>new VectorColumn("q", "1/nm")</c>.</param>
    /// <exception cref="ArgumentException">There is no column, two have one name, or the type is no real number.</exception>
    public static BufferDeclaration OfVectors(string name, ElementType type, params ReadOnlySpan<VectorColumn> columns) =>
        new(name, ResultKind.Scan, ElementType.U32) { Rows = new(type, columns), Unit = RowUnit };

    /// <summary>Unit of a vectors result as an array: numbers of rows.</summary>
    internal const string RowUnit = "rows";

    /// <summary>Whether all workers write into the same memory.</summary>
    internal bool IsShared => Kind == ResultKind.Scan || Merge == MergeRule.Shared;

    /// <summary>Shape of the whole buffer in a data set: the axes of its kind, then <see cref="Extra"/>.</summary>
    public Extent Shape(DataShape data) => Kind switch
    {
        ResultKind.Scan => data.Scan.Append(Extra),
        ResultKind.Detector => data.Detector.Append(Extra),
        _ => Extra,
    };

    /// <summary>Refuses what the engine cannot merge.</summary>
    /// <param name="udf">Name of the UDF that declares it.</param>
    /// <param name="mergesItself">Whether the UDF merges buffers in its own way.</param>
    /// <exception cref="ArgumentException">The rule does not suit the type, the UDF would have to merge and does not, or pixels are given
    /// for entries that there are not.</exception>
    internal void CheckMergeable(string udf, bool mergesItself)
    {
        if (Placement == DeviceClass.Accelerator && (ElementType == ElementType.Object || (IsShared && Kind != ResultKind.Scan)))
            throw new ArgumentException(
                $"'{udf}' wants '{Name}' on an accelerator, where neither objects nor memory that all workers "
                + "share can lie: leave its placement out.");
        if (Rows is not null && (Kind != ResultKind.Scan || ElementType != ElementType.U32 || Extra.Rank > 0
            || Placement == DeviceClass.Accelerator))
            throw new ArgumentException(
                $"'{udf}' changes the kind, type, axes or placement of '{Name}', which holds rows: declare it with "
                + $"{nameof(OfVectors)} alone.");
        if (!EntrySupports.IsEmpty && (Kind != ResultKind.Scan || Extra.Rank == 0 || EntrySupports.Length != Extra[0]))
            throw new ArgumentException(
                $"'{udf}' gives pixels for {EntrySupports.Length} entries of '{Name}', a {Kind.ToString().ToLowerInvariant()} result "
                + $"with further axes of {Extra}: give as many as the first further axis of a scan result has.");
        if (Positions is { } positions
            && (Kind != ResultKind.Single || !Extra.Lengths.AsSpan().StartsWith(positions.Shape.Lengths.AsSpan())))
            throw new ArgumentException(
                $"'{udf}' gives positions for '{Name}', a {Kind.ToString().ToLowerInvariant()} result of {Extra}: a single result has "
                + $"them, and its first axes are theirs, {positions.Shape}.");
        if (IsShared || Use == BufferUse.ResultOnly || mergesItself)
            return;
        if (Merge == MergeRule.Custom || ElementType == ElementType.Object)
            throw new ArgumentException(
                $"'{udf}' has a {Kind.ToString().ToLowerInvariant()} buffer '{Name}' of {ElementType.Name()} that the engine cannot "
                + "merge: implement IMergeUdf, or give it a rule.");
        if (Merge is MergeRule.Maximum or MergeRule.Minimum && ElementType.IsComplex())
            throw new ArgumentException(
                $"'{udf}' wants the {Merge.ToString().ToLowerInvariant()} of complex numbers in '{Name}', which have no "
                + "order: implement IMergeUdf.");
    }
}
