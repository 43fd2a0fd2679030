using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>Makes frames from frames, when somebody looks at them: its result is again a source.</summary>
/// <remarks>
/// One without parameters derives from this class, one with parameters from <see cref="FrameOperationWith{TParameters}"/>.
/// </remarks>
public abstract class FrameOperation : Operation
{
    /// <summary>Which frames it looks at to make one.</summary>
    public virtual Locality Locality => Locality.Frame;

    /// <summary>
    /// Whether what it makes of the sum of frames is the sum of what it makes of each, exactly for integers, over the same scan:
    /// sums over scan regions are then computed before it, and it is applied once.
    /// </summary>
    public virtual bool IsAdditive => false;

    /// <summary>
    /// Puts it behind a source. No frame is read before somebody asks for one, but for what <see cref="Locality.Sample"/> says.
    /// </summary>
    /// <param name="source">Frames as they are before; the result disposes it. On an exception it stays open.</param>
    /// <param name="context">The data, and what the face can do for the operation.</param>
    /// <param name="arguments">Values of its parameters.</param>
    /// <returns>Frames as they are behind it; the source itself where nothing is to be done.</returns>
    /// <exception cref="ParameterException">A parameter is missing, or does not fit the data.</exception>
    /// <exception cref="ArgumentException">The values do not fit the data or one another.</exception>
    public abstract IFrameSource Derive(IFrameSource source, OperationContext context, Arguments arguments);
}
