using Ronchi.Engine.Operations;
using Ronchi.Engine.Stages;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>See <see cref="IgnoreNonFinite"/>.</summary>
internal sealed class IgnoreNonFiniteStep : FrameOperation
{
    /// <inheritdoc/>
    public override string Name => "ignore-non-finite";

    /// <inheritdoc/>
    public override string Summary => "Leaves NaN and infinite values out of everything";

    /// <inheritdoc/>
    public override IFrameSource Derive(IFrameSource source, OperationContext context, Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.ElementType.IsInteger() ? source : new IgnoreNonFinite(source);
    }
}
