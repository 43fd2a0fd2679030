using Ronchi.Analyses;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Store;

namespace Ronchi.Signals;

/// <summary>
/// What a request says of the way of frames, as frame operations: each takes the members that are called as its parameters.
/// </summary>
internal static class ReadPathOfRequest
{
    public static ReadPath Of(ScanRequest request)
    {
        var arguments = request.Arguments;
        return new([.. KnownFrameOperations.WhenOpened
            .Select(operation => new OperationCall<FrameOperation>(operation, arguments.Part(operation.Schema)))
            .Where(static call => call.Arguments.IsAnyGiven)])
        {
            Note = request.Note,
            ContextOf = source =>
            {
                OperationContext? context = null;
                return context = new ArrayFiles(resolve: null, request.Formats)
                    .ContextOf(source, () => ChooseBin(request, source, context!));
            },
        };
    }

    private static int ChooseBin(ScanRequest request, IFrameSource source, OperationContext context)
    {
        if (BinDetector.Largest(source.Shape.Detector) <= 1)
            return 1;
        var scanBin = Math.Max(request.ScanBinning, 1);
        var (factor, reason) = ResidenceEstimate.DetectorBin(
            BinScan.ShapeOf(source.Shape, scanBin),
            bin => BinDetector.TypeOf(source.ElementType, bin * scanBin),
            request.MemoryBytes ?? MemoryBudget.ForData());
        context.Note($"--det-bin auto: {factor}, {reason}");
        request.DetectorBinChosen?.Invoke(factor);
        return factor;
    }
}
