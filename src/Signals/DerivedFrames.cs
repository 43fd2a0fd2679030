using System.Collections.Immutable;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Stages;
using Ronchi.Frames;

namespace Ronchi.Signals;

/// <summary>Makes frames from others, and says where they lie.</summary>
internal static class DerivedFrames
{
    /// <summary>The frames of a call.</summary>
    /// <param name="call">The operation with its parameters.</param>
    /// <param name="before">The frames before.</param>
    /// <param name="context">What is known of these.</param>
    /// <param name="placesBefore">Where these lie in the data.</param>
    /// <param name="places">Where those that are made lie there.</param>
    public static IFrameSource Of(
        OperationCall<FrameOperation> call, IFrameSource before, OperationContext context, ImmutableArray<Axis> placesBefore,
        out ImmutableArray<Axis> places)
    {
        var source = call.Operation.Derive(before, context, call.Arguments);
        places = SourceStage.AxesOf(source, before, placesBefore);
        return source;
    }
}
