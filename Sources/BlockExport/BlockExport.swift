// BlockExport
