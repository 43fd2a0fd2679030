using System.Diagnostics.CodeAnalysis;
using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>An analysis whose parameters are the members of a record.</summary>
/// <typeparam name="TParameters">Its parameters, each with a <see cref="ParameterAttribute"/>: see <see cref="ParameterSchema"/> for the
/// types that members may have.</typeparam>
public abstract class AnalysisWith<[DynamicallyAccessedMembers(ParameterSchema.Read)] TParameters> : Analysis
    where TParameters : class
{
    /// <inheritdoc/>
    public sealed override ParameterSchema Schema => ParameterSchema.Of(typeof(TParameters));

    /// <inheritdoc/>
    public sealed override Udf Create(OperationContext context, Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(arguments);
        return Create(context, (TParameters)arguments.Make(context));
    }

    /// <summary>Makes the UDF.</summary>
    /// <param name="context">The data that it will run on, and what the face can do for it.</param>
    /// <param name="parameters">Its parameters; lengths and positions are in pixels.</param>
    /// <exception cref="ArgumentException">The values do not fit the data or one another.</exception>
    public abstract Udf Create(OperationContext context, TParameters parameters);
}
