using System.Collections.Immutable;
using Ronchi.Engine.Plan;

namespace Ronchi.Engine.Run;

/// <summary>Changes the parameters of UDFs while they run.</summary>
/// <remarks>A change is taken up by each worker at the border of a partition, never inside one.</remarks>
public sealed class RunControl
{
    private readonly Lock _gate = new();
    private State _state = new(0, 0, []);
    private RunPlan? _plan;

    /// <summary>Number of the newest parameters; those that the run began with are 0.</summary>
    public int Version => Volatile.Read(ref _state).Version;

    internal State Current => Volatile.Read(ref _state);

    /// <summary>Changes parameters.</summary>
    /// <param name="changes">One for each UDF of the run, in order: makes the UDF with new parameters from the present one. Null: it
    /// stays.</param>
    /// <param name="restart">Whether what was computed so far is dropped and all is visited again.</param>
    /// <exception cref="InvalidOperationException">No run has begun with this control.</exception>
    /// <exception cref="ArgumentException">There is not one change for each UDF, or a changed UDF declares other buffers.</exception>
    public void Update(IReadOnlyList<Func<Udf, Udf>?> changes, bool restart = false)
    {
        lock (_gate)
        {
            if (_plan is null)
                throw new InvalidOperationException("Parameters can be changed once the run has begun.");
            if (changes.Count != _plan.Udfs.Length)
                throw new ArgumentException(
                    $"{changes.Count} changes for {_plan.Udfs.Length} UDFs: give one for each, null for those that stay.", nameof(changes));
            var udfs = ImmutableArray.CreateBuilder<UdfPlan>(changes.Count);
            for (var i = 0; i < changes.Count; i++)
            {
                var before = _state.Udfs[i];
                var after = changes[i] is { } change
                    ? new UdfPlan(change(before.Udf), _plan.Data, _plan.Selection) { Form = before.Form }
                    : before;
                if (!after.Declarations.SequenceEqual(before.Declarations)
                    || after.Method != before.Method || after.Data.ElementType != before.Data.ElementType)
                    throw new ArgumentException(
                        $"'{before.Udf.Name}' would declare other buffers with the new parameters: start a new run.", nameof(changes));
                udfs.Add(after);
            }

            Volatile.Write(ref _state, new(_state.Version + 1, _state.Epoch + (restart ? 1 : 0), udfs.MoveToImmutable()));
        }
    }

    internal void Begin(RunPlan plan)
    {
        lock (_gate)
        {
            if (_plan is not null)
                throw new InvalidOperationException("A control belongs to one run; make another.");
            _plan = plan;
            _state = new(0, 0, plan.Udfs);
        }
    }

    /// <summary>Parameters at one time.</summary>
    /// <param name="Version">Counts all changes.</param>
    /// <param name="Epoch">Counts those that begin again.</param>
    /// <param name="Udfs">The UDFs with their parameters.</param>
    internal sealed record State(int Version, int Epoch, ImmutableArray<UdfPlan> Udfs);
}
