using System.IO.MemoryMappedFiles;

namespace Ronchi.Fuzz;

/// <summary>The iteration that a child works on, in a file that both processes map: it is there whatever becomes of the child.</summary>
internal sealed class Progress : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    /// <param name="path">The file; made when it is missing.</param>
    public Progress(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, mapName: null, sizeof(long));
        _view = _file.CreateViewAccessor();
    }

    public long Iteration
    {
        get => _view.ReadInt64(0);
        set => _view.Write(0, value);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
