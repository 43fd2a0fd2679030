using System.Collections.Immutable;
using Ronchi.Frames;

namespace Ronchi.Engine.Stages;

/// <summary>A step of the read path between a source and the UDFs: itself a source, made from another.</summary>
/// <param name="inner">The source before the stage; disposed with it.</param>
public abstract class SourceStage(IFrameSource inner) : IFrameSource
{
    /// <inheritdoc/>
    public virtual SourceInfo Info => Inner.Info;

    /// <inheritdoc/>
    public virtual DataShape Shape => Inner.Shape;

    /// <inheritdoc/>
    public virtual ElementType ElementType => Inner.ElementType;

    /// <summary>Which values are no measurement. Which frames are there of a source that grows, the stage says by itself.</summary>
    public virtual Validity Validity => Inner.Validity;

    /// <inheritdoc/>
    Validity IFrameSource.Validity => Growth is { } growth ? growth.Now.On(Validity, Shape.FrameCount) : Validity;

    /// <inheritdoc/>
    public virtual IGrowth? Growth => Inner.Growth;

    /// <inheritdoc/>
    public virtual IReadOnlyList<TileForm> Forms => Inner.Forms;

    /// <inheritdoc/>
    public virtual long StoredFrameBytes => Inner.StoredFrameBytes;

    /// <inheritdoc/>
    public virtual Extent? BaseBlock => Shape.Detector == Inner.Shape.Detector ? Inner.BaseBlock : null;

    /// <inheritdoc/>
    public virtual Extent? ScanBlock => Shape.Scan == Inner.Shape.Scan ? Inner.ScanBlock : null;

    /// <inheritdoc/>
    public virtual bool GivesViews => false;

    /// <summary>The axes of a source, where those of a source that it is made from are these.</summary>
    /// <param name="source">The source.</param>
    /// <param name="origin">The source that it is made from, by stages.</param>
    /// <param name="axes">One axis for each of its shape, scan first.</param>
    /// <returns>Empty: not known.</returns>
    public static ImmutableArray<Axis> AxesOf(IFrameSource source, IFrameSource origin, ImmutableArray<Axis> axes) =>
        ReferenceEquals(source, origin) ? axes : source is SourceStage stage ? stage.AxesAfter(AxesOf(stage.Inner, origin, axes)) : [];

    /// <summary>
    /// The axes behind the stage, where those before it are these: the calibration, and where pixels and positions lie in those of the
    /// data. A stage that keeps the shape keeps them, if it says nothing else; of another shape they are not known.
    /// </summary>
    /// <param name="axes">One axis for each of the shape before, scan first; empty when nothing is known.</param>
    /// <returns>One axis for each of the shape; empty when nothing is known.</returns>
    protected virtual ImmutableArray<Axis> AxesAfter(ImmutableArray<Axis> axes) => Shape.Full == Inner.Shape.Full ? axes : [];

    /// <summary>The source before the stage.</summary>
    protected IFrameSource Inner { get; } = inner;

    /// <inheritdoc/>
    public abstract ITileReader OpenReader(TileRequest request);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the source before the stage.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            Inner.Dispose();
    }

    /// <summary>The facts of the source before, with a sentence on what this stage does.</summary>
    protected SourceInfo Noting(string note) => Inner.Info with { Notes = Inner.Info.Notes.Add(note) };

    /// <summary>Refuses a source whose frames are held for a while only, where a stage reads several for one of its own.</summary>
    /// <exception cref="ArgumentException">The source holds the newest frames only.</exception>
    protected void RequireHeld(string option)
    {
        if (Inner.Growth?.Window is { } window)
            throw new ArgumentException(
                $"{option} reads frames again, but these data hold the last {Counted.Of(window, "frame")} only: "
                + "leave it out, or record the data first.");
    }

    /// <summary>Refuses forms that the stage does not give.</summary>
    /// <exception cref="ArgumentException">The form is not among <see cref="Forms"/>.</exception>
    protected void Require(TileForm form)
    {
        if (!Forms.Contains(form))
            throw new ArgumentException($"These data are read as {string.Join(" or ", Forms)}, not {form}.", nameof(form));
    }
}
