using System.Diagnostics.CodeAnalysis;
using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>A frame operation whose parameters are the members of a record.</summary>
/// <typeparam name="TParameters">Its parameters, each with a <see cref="ParameterAttribute"/>: see <see cref="ParameterSchema"/> for the
/// types that members may have.</typeparam>
public abstract class FrameOperationWith<[DynamicallyAccessedMembers(ParameterSchema.Read)] TParameters> : FrameOperation
    where TParameters : class
{
    /// <inheritdoc/>
    public sealed override ParameterSchema Schema => ParameterSchema.Of(typeof(TParameters));

    /// <inheritdoc/>
    public sealed override IFrameSource Derive(IFrameSource source, OperationContext context, Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(arguments);
        return Derive(source, context, (TParameters)arguments.Make(context));
    }

    /// <summary>Puts it behind a source.</summary>
    /// <param name="source">Frames as they are before; the result disposes it. On an exception it stays open.</param>
    /// <param name="context">The data, and what the face can do for the operation.</param>
    /// <param name="parameters">Its parameters; lengths and positions are in pixels.</param>
    /// <returns>Frames as they are behind it; the source itself where nothing is to be done.</returns>
    /// <exception cref="ArgumentException">The values do not fit the data or one another.</exception>
    public abstract IFrameSource Derive(IFrameSource source, OperationContext context, TParameters parameters);
}
